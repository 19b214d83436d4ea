package io.blackfire.conprof.harness;

/** A request breaks a rule of the protocol. */
final class Violation extends Exception {
    private static final long serialVersionUID = 1;

    Violation(String message) {
        super(message);
    }

    static void require(boolean condition, String otherwise) throws Violation {
        if (!condition) {
            throw new Violation(otherwise);
        }
    }
}
