package io.blackfire.conprof.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What came to a test Agent, in the order of arrival. Thread-safe. */
final class Inbox {
    private final List<ReceivedProfile> accepted = new ArrayList<>();
    private final List<ReceivedProfile> refused = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private int connections;
    private int requests;

    synchronized void connection() {
        connections++;
        notifyAll();
    }

    synchronized void request() {
        requests++;
        notifyAll();
    }

    synchronized void accept(ReceivedProfile profile) {
        accepted.add(profile);
        notifyAll();
    }

    synchronized void refuse(ReceivedProfile profile) {
        refused.add(profile);
        notifyAll();
    }

    synchronized void violation(String reason) {
        violations.add(reason);
        notifyAll();
    }

    synchronized List<ReceivedProfile> accepted() {
        return List.copyOf(accepted);
    }

    synchronized List<ReceivedProfile> refused() {
        return List.copyOf(refused);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized int connections() {
        return connections;
    }

    synchronized int requests() {
        return requests;
    }

    synchronized void clear() {
        accepted.clear();
        refused.clear();
        violations.clear();
        connections = 0;
        requests = 0;
    }

    /** The condition is asked again whenever something comes. */
    synchronized void await(String description, BooleanSupplier condition, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new AssertionError("not within " + deadline.toMillis() + " ms: " + description + "\n" + this);
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for: " + description, e);
            }
        }
    }

    @Override
    public synchronized String toString() {
        return "connections: " + connections + ", requests: " + requests + "\naccepted: " + lines(accepted)
                + "\nrefused: " + lines(refused) + "\nviolations: " + lines(violations);
    }

    private static String lines(List<?> things) {
        var lines = new StringBuilder(things.isEmpty() ? "none" : "");
        things.forEach(thing -> lines.append("\n  ").append(thing));
        return lines.toString();
    }
}
