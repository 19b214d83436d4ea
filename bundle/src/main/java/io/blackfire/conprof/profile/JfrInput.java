package io.blackfire.conprof.profile;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads what JFR files are made of. A small window of the file is in memory, never the whole. */
final class JfrInput implements AutoCloseable {
    private static final int LONGEST_NUMBER = 10;

    private final FileChannel file;
    private final ByteBuffer window = ByteBuffer.allocate(1 << 16);
    private final byte[] bytes = window.array();
    private final long size;
    private long windowStart;
    private int at;
    private int end;

    JfrInput(Path path) throws IOException {
        file = FileChannel.open(path);
        size = file.size();
    }

    long size() {
        return size;
    }

    long position() {
        return windowStart + at;
    }

    void seek(long position) {
        long inWindow = position - windowStart;
        if (inWindow >= 0 && inWindow <= end) {
            at = (int) inWindow;
        } else {
            windowStart = position;
            at = 0;
            end = 0;
        }
    }

    byte readByte() throws IOException {
        if (at == end) {
            fill(1);
        }
        return bytes[at++];
    }

    int readInt() throws IOException {
        fill(Integer.BYTES);
        at += Integer.BYTES;
        return window.getInt(at - Integer.BYTES);
    }

    long readLong() throws IOException {
        fill(Long.BYTES);
        at += Long.BYTES;
        return window.getLong(at - Long.BYTES);
    }

    int varint() throws IOException {
        return (int) varlong();
    }

    /** How many things follow, each of at least one byte. */
    int count() throws IOException {
        int count = varint();
        if (count < 0 || count > size - position()) {
            throw new IOException(count + " things cannot follow " + position());
        }
        return count;
    }

    /** Seven bits in a byte, the lowest first; a ninth byte has eight. */
    long varlong() throws IOException {
        if (end - at < LONGEST_NUMBER) {
            return slowVarlong();
        }
        byte b = bytes[at++];
        long result = b & 0x7f;
        for (int shift = 7; b < 0; shift += 7) {
            b = bytes[at++];
            if (shift == 56) {
                return result | (b & 0xffL) << shift;
            }
            result |= (b & 0x7fL) << shift;
        }
        return result;
    }

    private long slowVarlong() throws IOException {
        long result = 0;
        for (int shift = 0; shift < 56; shift += 7) {
            byte b = readByte();
            result |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return result;
            }
        }
        return result | (readByte() & 0xffL) << 56;
    }

    void skipNumbers(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            varlong();
        }
    }

    /** A string; null for none. */
    String string() throws IOException {
        byte encoding = readByte();
        return switch (encoding) {
            case 0 -> null;
            case 1 -> "";
            case 3 -> new String(byteArray(), StandardCharsets.UTF_8);
            case 5 -> new String(byteArray(), StandardCharsets.ISO_8859_1);
            default -> throw new IOException("unknown string encoding " + encoding + " at " + position());
        };
    }

    private byte[] byteArray() throws IOException {
        int length = count();
        byte[] array = new byte[length];
        for (int copied = 0; copied < length; ) {
            fill(1);
            int some = Math.min(length - copied, end - at);
            System.arraycopy(bytes, at, array, copied, some);
            at += some;
            copied += some;
        }
        return array;
    }

    /** Makes sure that so many bytes are in the window. */
    private void fill(int needed) throws IOException {
        if (end - at >= needed) {
            return;
        }
        window.limit(end).position(at);
        windowStart += at;
        window.compact();
        at = 0;
        file.position(windowStart + window.position());
        while (window.position() < needed) {
            if (file.read(window) < 0) {
                throw new EOFException("the recording ends at " + windowStart);
            }
        }
        end = window.position();
        window.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
