package io.blackfire.conprof.ee;

import java.io.IOException;
import java.net.URI;

/** A server with the profiler, as tests see it. */
public interface EeServer {
    /** Where it answers requests, once it is configured. */
    URI http();

    /**
     * Makes it upload to this Agent, a profile when it is asked to and not in between. Allocations are sampled every 64 KiB,
     * CPU with 250 Hz.
     */
    void configure(String agentSocket) throws IOException;

    /** Ends the current period; its profiles are with the Agent when this returns. */
    void flush() throws IOException;
}
