package io.blackfire.conprof.profile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What was read of one event or constant; used again for the next one. */
final class JfrValues {

    /** What is kept, by the names that fields have in recordings; times and durations in ticks. */
    enum Slot {
        START_TIME,
        DURATION,
        THREAD,
        STACK_TRACE,
        CLASS,
        ALLOCATION_SIZE,
        ALLOCATION_TIME,
        SAMPLES,
        TAG,
        NAME,
        TYPE,
        VALUE,
        OS_NAME,
        JAVA_NAME,
        JAVA_THREAD_ID
    }

    private static final Map<String, Slot> SLOTS = new HashMap<>();

    static {
        for (Slot slot : Slot.values()) {
            String[] words = slot.name().toLowerCase(Locale.ROOT).split("_");
            for (int i = 1; i < words.length; i++) {
                words[i] = Character.toUpperCase(words[i].charAt(0)) + words[i].substring(1);
            }
            SLOTS.put(String.join("", words), slot);
        }
        SLOTS.putAll(Map.of("eventThread", Slot.THREAD, "sampledThread", Slot.THREAD, "objectClass", Slot.CLASS));
    }

    private static final int COUNT = Slot.values().length;

    private final long[] numbers = new long[COUNT];
    private final String[] texts = new String[COUNT];

    /** The slot of a field; null when it is not kept. */
    static Slot slot(String field) {
        return SLOTS.get(field);
    }

    void clear() {
        Arrays.fill(numbers, 0);
        Arrays.fill(texts, null);
    }

    void set(Slot slot, long number) {
        if (slot != null) {
            numbers[slot.ordinal()] = number;
        }
    }

    void set(Slot slot, String text) {
        if (slot != null) {
            texts[slot.ordinal()] = text;
        }
    }

    long number(Slot slot) {
        return numbers[slot.ordinal()];
    }

    String text(Slot slot) {
        String text = texts[slot.ordinal()];
        return text == null ? "" : text;
    }
}
