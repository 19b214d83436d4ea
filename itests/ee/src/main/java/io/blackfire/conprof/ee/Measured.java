package io.blackfire.conprof.ee;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * CPU time in nanoseconds that applications have used by their own accounts, and what profiles say of it.
 *
 * @param used of each application
 * @param profiled of the same
 * @param received the profiles
 */
record Measured(Map<String, Double> used, Map<String, Double> profiled, Received received) {
    /** A machine that stands still for a tenth of a second takes timers with it; a defect is there the next time as well. */
    private static final int TIMES = 3;

    private static final double TOLERANCE = 0.1;

    /** One measurement. */
    @FunctionalInterface
    interface Measurement {
        Measured take() throws IOException;
    }

    static Measured of(Map<String, Double> used, Received received, ToDoubleFunction<String> profiled) {
        Map<String, Double> found = new TreeMap<>();
        used.keySet().forEach(application -> found.put(application, profiled.applyAsDouble(application)));
        return new Measured(used, found, received);
    }

    /** The first that is close, or else the last. */
    static Measured first(Measurement measurement) throws IOException {
        return first(Measured::isClose, measurement);
    }

    /** The first that is as it should be, or else the last. */
    static Measured first(Predicate<Measured> good, Measurement measurement) throws IOException {
        return first(TIMES, good, measurement);
    }

    /** The first of so many that is as it should be, or else the last. */
    static Measured first(int most, Predicate<Measured> good, Measurement measurement) throws IOException {
        Measured measured = measurement.take();
        for (int i = 1; i < most && !good.test(measured); i++) {
            System.out.println("measured again: " + measured);
            measured = measurement.take();
        }
        return measured;
    }

    /** Whether the profiles are within 10 % of each account. */
    boolean isClose() {
        return used.entrySet().stream()
                .allMatch(account -> Math.abs(profiled.get(account.getKey()) - account.getValue())
                        <= TOLERANCE * account.getValue());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        used.forEach((application, nanos) -> text.append(
                String.format("%s %.0f of %.0f ms, ", application, profiled.get(application) / 1e6, nanos / 1e6)));
        return text.substring(0, text.length() - 2);
    }
}
