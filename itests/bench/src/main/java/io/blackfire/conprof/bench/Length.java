package io.blackfire.conprof.bench;

/** How long to measure. */
enum Length {
    /** Enough to check a promise. */
    SHORT,
    /** Enough to publish a number. */
    LONG;

    /** As the property {@code bench} says. */
    static Length asked() {
        return "long".equals(System.getProperty("bench")) ? LONG : SHORT;
    }
}
