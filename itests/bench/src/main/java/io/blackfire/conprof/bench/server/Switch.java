package io.blackfire.conprof.bench.server;

import java.io.IOException;

/** Something that is switched on and off in a server that runs. */
interface Switch {
    void on() throws IOException;

    void off() throws IOException;

    /** Nothing, so that what is measured is chance. */
    static Switch nothing() {
        return of(() -> {}, () -> {});
    }

    /** One half of a switch. */
    interface Half {
        void run() throws IOException;
    }

    static Switch of(Half on, Half off) {
        return new Switch() {
            @Override
            public void on() throws IOException {
                on.run();
            }

            @Override
            public void off() throws IOException {
                off.run();
            }
        };
    }
}
