package io.blackfire.conprof.attribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;

import io.blackfire.conprof.Deployment;

/** Defines marker frames and knows them again in a recording. */
public final class Markers {
    private static final String FRAME_CLASS = MarkerFrame.class.getName();
    private static final String ENTRY_CLASS = Deployment.class.getName();
    private static final String TAG = "conprof:";
    private static final byte[] FRAME_BYTES = frameBytes();

    private Markers() {}

    /** Defines a new hidden class from the bytes of {@link MarkerFrame}; it is unloaded when the marker is let go. */
    public static Marker define() {
        try {
            MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(FRAME_BYTES, true);
            return (Marker) hidden.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot define a marker frame", e);
        }
    }

    /** How the spans of this marker's owner are named in a recording. */
    public static String tag(Marker marker) {
        return TAG + id(marker);
    }

    /** The {@link #id} in the name of a span; null for those of others. */
    static String idInTag(String tag) {
        return tag != null && tag.startsWith(TAG) ? tag.substring(TAG.length()) : null;
    }

    /**
     * What tells this marker's frames from those of others: the JVM's own suffix of the hidden class, unique in the JVM as long
     * as the class is there, whichever class loader defined it.
     */
    public static String id(Marker marker) {
        String name = marker.getClass().getName();
        return name.substring(FRAME_CLASS.length() + 1);
    }

    /**
     * The {@link #id} in the name of a marker frame's class, or null for any other class. {@link Class#getName} writes
     * {@code Name/0x1234}; in a recording the separator is {@code .} or {@code +}.
     */
    static String idInRecording(String className) {
        return className.startsWith(FRAME_CLASS) && className.length() > FRAME_CLASS.length() + 1
                ? className.substring(FRAME_CLASS.length() + 1)
                : null;
    }

    /** Whether the class is the way into a marker frame, which belongs to no program either. */
    static boolean entry(String className) {
        return className.equals(ENTRY_CLASS);
    }

    private static byte[] frameBytes() {
        try (InputStream in = MarkerFrame.class.getResourceAsStream("MarkerFrame.class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
