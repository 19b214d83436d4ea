package io.blackfire.conprof.sampling;

/**
 * Our native library ({@link NativeLibrary#CONPROF}): loaded once in a JVM, whichever copy of us asks for it. Never used from our own
 * class loader, like {@link SharedProfiler}. For any thread.
 */
final class LoadedLibrary {
    /** Loads it unless it is loaded. The argument is its path, as text; the answer is why that cannot be, or empty. */
    static final String LOAD = "library-load";

    private static boolean loaded;

    private LoadedLibrary() {}

    static synchronized String load(String path) {
        if (!loaded) {
            try {
                System.load(path);
                loaded = true;
            } catch (UnsatisfiedLinkError e) {
                return String.valueOf(e.getMessage());
            }
        }
        return "";
    }

    static synchronized boolean loaded() {
        return loaded;
    }
}
