package com.acme.shared;

import java.util.concurrent.ThreadLocalRandom;

/** A library that every application brings. */
public final class Text {
    private static final String[] WORDS = ("the continuous profiler samples every thread of a busy server and decides"
                    + " 2026-11 which application owns what it sees without asking anybody else about it")
            .split(" ");

    private Text() {}

    /** So many words. */
    public static String of(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(WORDS[ThreadLocalRandom.current().nextInt(WORDS.length)])
                    .append(' ');
        }
        return text.toString();
    }
}
