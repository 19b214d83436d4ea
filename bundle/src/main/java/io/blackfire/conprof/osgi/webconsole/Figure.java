package io.blackfire.conprof.osgi.webconsole;

import java.util.Locale;

import io.blackfire.conprof.admin.Display;

/** A number as people read it. */
record Figure(String text) {

    static Figure of(long count) {
        return new Figure(String.format(Locale.ROOT, "%,d", count));
    }

    static Figure bytes(long bytes) {
        return new Figure(Display.bytes(bytes));
    }

    @Override
    public String toString() {
        return text;
    }
}
