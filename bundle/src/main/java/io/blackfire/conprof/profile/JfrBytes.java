package io.blackfire.conprof.profile;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * A part of a JFR file, read through a window of fixed size. Nothing is read beyond the {@link #limit}, and nothing is
 * allocated that what is left before it cannot fill.
 */
final class JfrBytes {
    private static final int WINDOW = 1 << 17;
    // the longest numbers: 32 and 64 bits
    private static final int INT_BYTES = 5;
    private static final int LONG_BYTES = 9;
    // async-profiler's texts have up to 8 kB, its stacks 2,048 frames
    private static final int LONGEST = 1 << 16;
    private static final char NOT_DECODED = '\uFFFD';

    // encodings of texts, as in the JDK's jdk.jfr.internal.StringParser
    private static final int NULL = 0;
    private static final int EMPTY = 1;
    private static final int CONSTANT = 2;
    private static final int UTF8 = 3;
    private static final int CHARS = 4;
    private static final int LATIN1 = 5;

    private final FileChannel file;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private final byte[] bytes = window.array();
    private long start;
    private int at;
    private int filled;
    private long limit;

    JfrBytes(FileChannel file) throws IOException {
        this.file = file;
        this.limit = file.size();
    }

    long position() {
        return start + at;
    }

    long left() {
        return limit - position();
    }

    void seek(long position) {
        long inWindow = position - start;
        if (inWindow < 0 || inWindow > filled) {
            start = position;
            at = 0;
            filled = 0;
        } else {
            at = (int) inWindow;
        }
    }

    /** Ends what may be read here. */
    void limit(long end) {
        limit = end;
    }

    int u1() throws IOException, CorruptJfr {
        if (start + at >= limit) {
            throw new CorruptJfr("cut off");
        }
        if (at == filled) {
            fill();
        }
        return bytes[at++] & 0xff;
    }

    private void fill() throws IOException, CorruptJfr {
        start += at;
        at = 0;
        filled = 0;
        int read = file.read(window.clear(), start);
        if (read <= 0) {
            throw new CorruptJfr("cut off");
        }
        filled = read;
    }

    int u4() throws IOException, CorruptJfr {
        return u1() << 24 | u1() << 16 | u1() << 8 | u1();
    }

    long u8() throws IOException, CorruptJfr {
        return (long) u4() << 32 | u4() & 0xffffffffL;
    }

    /** A number of up to 32 bits. */
    int varint() throws IOException, CorruptJfr {
        if (whole(INT_BYTES)) {
            // most have one byte or two
            int first = bytes[at];
            if (first >= 0) {
                at++;
                return first;
            }
            int second = bytes[at + 1];
            if (second >= 0) {
                at += 2;
                return first & 0x7f | second << 7;
            }
        }
        int value = 0;
        for (int i = 0; i < INT_BYTES; i++) {
            int next = u1();
            value |= (next & 0x7f) << 7 * i;
            if (next < 0x80) {
                return value;
            }
        }
        throw new CorruptJfr("a number without end");
    }

    /** A number of up to 64 bits: the ninth byte has eight. */
    long varlong() throws IOException, CorruptJfr {
        if (whole(LONG_BYTES)) {
            return varlongInWindow();
        }
        long value = 0;
        for (int i = 0; i < LONG_BYTES - 1; i++) {
            long next = u1();
            value |= (next & 0x7f) << 7 * i;
            if (next < 0x80) {
                return value;
            }
        }
        return value | (long) u1() << 7 * (LONG_BYTES - 1);
    }

    private long varlongInWindow() {
        long value = 0;
        for (int i = 0; i < LONG_BYTES - 1; i++) {
            long next = bytes[at++];
            value |= (next & 0x7f) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        return value | (bytes[at++] & 0xffL) << 7 * (LONG_BYTES - 1);
    }

    /** Whether so many bytes may be read, and are in the window. */
    private boolean whole(int count) {
        return at + count <= filled && start + at + count <= limit;
    }

    /** How many things follow that have at least so many bytes each. */
    int count(int bytesEach) throws IOException, CorruptJfr {
        int count = varint();
        if (count < 0 || count > left() / bytesEach) {
            throw new CorruptJfr("more than there can be");
        }
        return count;
    }

    /** The length of an array, each element of which has at least so many bytes. */
    int length(int bytesEach) throws IOException, CorruptJfr {
        int length = count(bytesEach);
        if (length > LONGEST) {
            throw new CorruptJfr("longer than anything is");
        }
        return length;
    }

    /** A text as UTF-8; empty for none. */
    byte[] utf8() throws IOException, CorruptJfr {
        int encoding = u1();
        if (encoding == UTF8) {
            return array();
        }
        return text(encoding).getBytes(StandardCharsets.UTF_8);
    }

    /** A text; empty for none and for one that is a constant. */
    String text() throws IOException, CorruptJfr {
        return text(u1());
    }

    private String text(int encoding) throws IOException, CorruptJfr {
        switch (encoding) {
            case NULL, EMPTY -> {
                return "";
            }
            case CONSTANT -> {
                varlong();
                return "";
            }
            case UTF8 -> {
                return string(array());
            }
            case CHARS -> {
                char[] chars = new char[length(1)];
                for (int i = 0; i < chars.length; i++) {
                    chars[i] = (char) varint();
                }
                return new String(chars);
            }
            case LATIN1 -> {
                return new String(array(), StandardCharsets.ISO_8859_1);
            }
            default -> throw new CorruptJfr("no encoding of a text");
        }
    }

    /**
     * async-profiler copies the JVM's own texts: UTF-8, but with two surrogates of three bytes each for what is beyond 16 bits, as in
     * class files (<a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.4.7">JVM specification, 4.4.7</a>).
     */
    static String string(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (text.indexOf(NOT_DECODED) < 0 || utf8.length == LONGEST) {
            return text;
        }
        byte[] withLength = ByteBuffer.allocate(2 + utf8.length)
                .putShort((short) utf8.length)
                .put(utf8)
                .array();
        try {
            return new DataInputStream(new ByteArrayInputStream(withLength)).readUTF();
        } catch (IOException e) {
            return text;
        }
    }

    byte[] array() throws IOException, CorruptJfr {
        byte[] array = new byte[length(1)];
        for (int copied = 0; copied < array.length; ) {
            if (at == filled) {
                fill();
            }
            int some = Math.min(array.length - copied, filled - at);
            System.arraycopy(bytes, at, array, copied, some);
            at += some;
            copied += some;
        }
        return array;
    }
}
