package io.blackfire.conprof.profile;

import java.util.ArrayList;
import java.util.List;

/** Values by a number. */
final class LongMap<T> {
    private final LongIntMap numbers = new LongIntMap();
    private final List<T> values = new ArrayList<>();

    int size() {
        return values.size();
    }

    /** Null when there is none. */
    T get(long key) {
        int number = numbers.find(key);
        return number == 0 ? null : values.get(number - 1);
    }

    void put(long key, T value) {
        int number = numbers.number(key);
        if (number > values.size()) {
            values.add(value);
        } else {
            values.set(number - 1, value);
        }
    }

    Iterable<T> values() {
        return values;
    }
}
