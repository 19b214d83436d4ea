package io.blackfire.conprof.bench.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * The median of ratios that were measured side by side, and how sure it is: the 90 % interval of the bootstrap (B. Efron,
 * "Bootstrap Methods: Another Look at the Jackknife", 1979), with the same resamples in every run.
 *
 * @param median of all ratios
 * @param low end of the interval
 * @param high end of the interval
 * @param count how many there were
 */
record Ratio(double median, double low, double high, int count) {
    private static final int RESAMPLES = 2_000;

    static Ratio of(double[] ratios) {
        Random random = new Random(1);
        double[] medians = new double[RESAMPLES];
        double[] resample = new double[ratios.length];
        for (int i = 0; i < RESAMPLES; i++) {
            Arrays.setAll(resample, any -> ratios[random.nextInt(ratios.length)]);
            medians[i] = median(resample.clone());
        }
        Arrays.sort(medians);
        return new Ratio(
                median(ratios.clone()),
                medians[RESAMPLES / 20],
                medians[RESAMPLES - RESAMPLES / 20 - 1],
                ratios.length);
    }

    static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f, 90 %% interval %.3f to %.3f, %d pairs", median, low, high, count);
    }
}
