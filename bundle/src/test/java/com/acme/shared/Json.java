package com.acme.shared;

/** A library that several applications bring. */
public final class Json {
    private Json() {}

    public static long print(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum = sum * 31 + (i ^ sum >>> 7);
        }
        return sum;
    }

    /** Spends its time in calls and returns. */
    public static long nest(int depth) {
        return depth < 2 ? depth : nest(depth - 1) + nest(depth - 2);
    }
}
