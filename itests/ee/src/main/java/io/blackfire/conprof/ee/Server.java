package io.blackfire.conprof.ee;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

import io.blackfire.conprof.harness.machine.Traces;

/** A server without its adapter, which runs. */
public interface Server extends AutoCloseable {
    /** Where it answers requests. */
    URI http();

    /** The body of a page. */
    String get(String path) throws IOException;

    /** The same. */
    default String page(String path) {
        try {
            return get(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deploys an archive. */
    void deploy(Path archive) throws IOException;

    /** Undeploys what was an archive of this name. */
    void undeploy(String archive) throws IOException;

    /** What there is of us in it. */
    Traces traces() throws IOException;

    @Override
    void close() throws IOException;
}
