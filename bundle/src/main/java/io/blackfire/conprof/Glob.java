package io.blackfire.conprof;

import java.util.List;

/** Patterns in which {@code *} stands for any text and {@code ?} for one character. */
final class Glob {
    private Glob() {}

    static boolean any(List<String> globs, String text) {
        return globs.stream().anyMatch(glob -> matches(glob, text));
    }

    /** Linear in time whatever the pattern: only the last star is ever retried. */
    static boolean matches(String glob, String text) {
        int g = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                retry = t;
            } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == text.charAt(t))) {
                g++;
                t++;
            } else if (star >= 0) {
                g = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
