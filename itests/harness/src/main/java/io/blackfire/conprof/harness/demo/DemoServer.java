package io.blackfire.conprof.harness.demo;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Consumer;

/** A real server with our plugin, and two applications that answer {@code /shop/burn?units=N} and {@code /billing/burn?units=N}. */
public interface DemoServer extends AutoCloseable {

    /**
     * Starts it, and waits until both applications answer.
     *
     * @param settings by their keys
     * @param say shows progress
     */
    void start(Map<String, String> settings, Consumer<String> say) throws IOException;

    /** The answer to a request; null when nothing answers. */
    HttpResponse<String> get(String path);

    /** What an administrator sees of the profiler. */
    String status() throws IOException;

    @Override
    void close() throws IOException;
}
