package io.blackfire.conprof.admin;

import io.blackfire.conprof.sampling.NativeLibrary;

/** Whether there can be an async-profiler here at all. */
record PlatformCheck() implements Check {

    @Override
    public String name() {
        return "platform";
    }

    @Override
    public Finding look() {
        String jvm = System.getProperty("java.vm.name", "");
        String seen = NativeLibrary.platform() + ", " + jvm + " " + System.getProperty("java.version");
        if (!NativeLibrary.ASYNC_PROFILER.available()) {
            return Finding.problem(name(), seen, "run the server on Linux x64 or arm64, or on macOS");
        }
        if (jvm.contains("OpenJ9") || jvm.contains("GraalVM Native")) {
            return Finding.problem(name(), seen, "run the server on a HotSpot JVM: OpenJDK, Temurin, Corretto, Zulu");
        }
        return Finding.ok(name(), seen);
    }
}
