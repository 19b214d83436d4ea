package io.blackfire.conprof.harness;

/** A profile breaks a rule of the pprof format; the message says which one and where. */
public final class InvalidPprof extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidPprof(String message) {
        super(message);
    }

    InvalidPprof(String message, Throwable cause) {
        super(message, cause);
    }
}
