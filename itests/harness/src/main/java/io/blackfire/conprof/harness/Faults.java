package io.blackfire.conprof.harness;

import java.util.ArrayDeque;
import java.util.Queue;

/** Which fault the next request meets. Thread-safe. */
final class Faults {
    private final Queue<Fault> next = new ArrayDeque<>();
    private Fault always = Fault.NONE;

    synchronized void always(Fault fault) {
        always = fault;
    }

    synchronized void next(int requests, Fault fault) {
        for (int i = 0; i < requests; i++) {
            next.add(fault);
        }
    }

    synchronized void none() {
        next.clear();
        always = Fault.NONE;
    }

    synchronized Fault take() {
        return next.isEmpty() ? always : next.remove();
    }
}
