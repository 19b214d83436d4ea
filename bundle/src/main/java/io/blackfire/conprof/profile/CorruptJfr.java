package io.blackfire.conprof.profile;

/** Bytes that are not what a recording has there. Without a stack trace: looking for the next event throws it at every byte. */
final class CorruptJfr extends Exception {
    private static final long serialVersionUID = 1;

    CorruptJfr(String message) {
        super(message, null, false, false);
    }
}
