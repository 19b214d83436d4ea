package io.blackfire.conprof.profile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes protocol buffers into one growing array: no object for each message. */
final class ProtoWriter {
    private byte[] bytes;
    private int size;

    ProtoWriter(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    void reset() {
        size = 0;
    }

    void varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** The first so many of these numbers, none of them negative: most of a profile is written here. */
    void varints(int[] values, int count) {
        ensure(count * 5);
        byte[] into = bytes;
        int at = size;
        for (int i = 0; i < count; i++) {
            int rest = values[i];
            while (rest > 0x7f) {
                into[at++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            into[at++] = (byte) rest;
        }
        size = at;
    }

    /** A number field; as the format has it, zero is left out. */
    void number(int field, long value) {
        if (value != 0) {
            varint((long) field << 3);
            varint(value);
        }
    }

    void string(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint((long) field << 3 | 2);
        varint(utf8.length);
        ensure(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    /** Another writer's content, as a message or a packed list of this one. */
    void message(int field, ProtoWriter content) {
        varint((long) field << 3 | 2);
        varint(content.size);
        ensure(content.size);
        System.arraycopy(content.bytes, 0, bytes, size, content.size);
        size += content.size;
    }

    /** What a writer had, as it is. */
    void append(byte[] content) {
        ensure(content.length);
        System.arraycopy(content, 0, bytes, size, content.length);
        size += content.length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
