package io.blackfire.conprof.ee.background;

/** Works while it is initialised. */
final class Initialised {
    static final long RESULT = OwnWork.initialiser();

    private Initialised() {}
}
