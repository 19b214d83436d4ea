package io.blackfire.conprof.profile;

/** Numbers keys from 1 in the order they come; open addressing over primitive arrays. */
final class LongIntMap {
    private long[] keys = new long[1 << 10];
    private int[] numbers = new int[1 << 10];
    private int size;

    int size() {
        return size;
    }

    /** The number of the key: an old one, or {@link #size()} after the call when it is new. */
    int number(long key) {
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        while (numbers[slot] != 0) {
            if (keys[slot] == key) {
                return numbers[slot];
            }
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        numbers[slot] = ++size;
        if (size * 2 > keys.length) {
            grow();
        }
        return size;
    }

    /** The number of the key; 0 when it has none. */
    int find(long key) {
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        while (numbers[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return numbers[slot];
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = new int[oldKeys.length * 2];
        int mask = keys.length - 1;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldNumbers[i] != 0) {
                int slot = slot(oldKeys[i], mask);
                while (numbers[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                keys[slot] = oldKeys[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }

    private static int slot(long key, int mask) {
        long h = key * 0x9e3779b97f4a7c15L;
        return (int) (h ^ h >>> 32) & mask;
    }
}
