package io.blackfire.conprof.profile;

import java.util.Arrays;

/** What the identifiers of one kind stand for. */
final class ById<T> {
    private final LongIntMap numbers = new LongIntMap();
    private Object[] values = new Object[1 << 9];

    /** Null when the identifier stands for nothing. */
    @SuppressWarnings("unchecked") // nothing but put writes here
    T get(long id) {
        int number = numbers.find(id);
        return number == 0 ? null : (T) values[number];
    }

    void put(long id, T value) {
        int number = numbers.number(id);
        if (number >= values.length) {
            values = Arrays.copyOf(values, values.length * 2);
        }
        values[number] = value;
    }
}
