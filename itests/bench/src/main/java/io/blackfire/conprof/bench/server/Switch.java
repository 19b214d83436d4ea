package io.blackfire.conprof.bench.server;

import java.io.IOException;

/** A profiler that is switched on and off in a server that runs. */
interface Switch {
    void on() throws IOException;

    void off() throws IOException;
}
