package io.blackfire.conprof.harness;

import java.util.List;
import java.util.Map;

/**
 * One sample of a profile, everything resolved.
 *
 * @param stack the stack
 * @param values one value for each sample type of the profile, in the same order
 * @param labels labels that have a text, by key
 * @param numbers labels that have a number, by key
 */
public record Sample(Stack stack, List<Long> values, Map<String, String> labels, Map<String, Long> numbers) {
    public Sample {
        values = List.copyOf(values);
        labels = Map.copyOf(labels);
        numbers = Map.copyOf(numbers);
    }
}
