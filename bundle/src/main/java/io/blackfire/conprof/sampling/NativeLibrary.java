package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

import io.blackfire.conprof.folder.PrivateFolder;

/** The native libraries in our jar for the platform that we run on. */
public enum NativeLibrary {
    /** async-profiler. */
    ASYNC_PROFILER("async-profiler", "libasyncProfiler"),
    /** Ours: what follows the live heap, and the clocks of threads. */
    CONPROF("native library of ours", "libconprof");

    private final String title;
    private final String file;

    NativeLibrary(String title, String file) {
        this.title = title;
        this.file = file;
    }

    /** The platform that we run on, as its folder in our jar is called: {@code linux-x64}. */
    public static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("mac")) {
            return "macos";
        }
        String family = os.startsWith("linux") ? "linux" : os.replace(' ', '-');
        return switch (arch) {
            case "amd64", "x86_64" -> family + "-x64";
            case "aarch64", "arm64" -> family + "-arm64";
            default -> family + "-" + arch;
        };
    }

    /** Whether there is one for the platform that we run on. */
    public boolean available() {
        return NativeLibrary.class.getResource(resource()) != null;
    }

    /**
     * Extracts the library unless it is there already. The file's name tells its content, so that servers that share a
     * folder, or a newer version of us, never change it under a JVM that has it mapped.
     *
     * @throws SamplingException when there is none for this platform
     */
    Path extract(Path folder) throws IOException, SamplingException {
        if (!available()) {
            throw SamplingException.unavailable("there is no " + title + " for " + platform(), false, null);
        }
        PrivateFolder.Content library = () -> NativeLibrary.class.getResourceAsStream(resource());
        long checksum = PrivateFolder.checksum(library);
        Path extracted = folder.resolve(file + "-" + Long.toHexString(checksum) + ".so");
        PrivateFolder.write(extracted, library, checksum);
        return extracted;
    }

    static boolean linux() {
        return platform().startsWith("linux");
    }

    private String resource() {
        return "/" + platform() + "/" + file + ".so";
    }
}
