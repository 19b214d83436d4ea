package io.blackfire.conprof.profile;

/** What events of a recording refer to, by identifiers of the recording's own; and how much of it is missing. */
final class Constants {
    record Thread(long javaId, String name) {}

    record Method(long type, long name) {}

    final LongMap<Thread> threads = new LongMap<>();
    /** Numbers of frames, the leaf first. */
    final LongMap<int[]> stackTraces = new LongMap<>();

    final Frames frames = new Frames();
    final LongMap<Method> methods = new LongMap<>();
    /** The symbols of classes' names. */
    final LongMap<Long> classes = new LongMap<>();

    /** As UTF-8. */
    final LongMap<byte[]> symbols = new LongMap<>();

    final LongMap<String> strings = new LongMap<>();

    private long lostBytes;

    /** Something refers to what is not there. */
    void missing() {
        lostBytes++;
    }

    /** So much could not be read, or refers to what could not. */
    void lost(long bytes) {
        lostBytes += bytes;
    }

    /** Bytes that could not be read, or refer to what could not, as far as is known by now; at least 1 where something is missing. */
    long lostBytes() {
        return lostBytes;
    }
}
