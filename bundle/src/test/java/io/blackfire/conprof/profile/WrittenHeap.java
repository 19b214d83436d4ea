package io.blackfire.conprof.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the tracker of the live heap wrote, read by file.h alone; for files that are whole. */
final class WrittenHeap {
    private static final int HEADER_BYTES = 12;

    private final Map<Integer, String> texts = new HashMap<>();
    private final Map<Integer, String> methods = new HashMap<>();
    private final Map<Integer, String> stacks = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private boolean ended;

    /** @param stack frames as {@code class.method}, one a line, the leaf first */
    record Sample(
            boolean ofPeriod,
            boolean survived,
            String stack,
            String type,
            long sizeBytes,
            long intervalBytes,
            double weight) {}

    private WrittenHeap() {}

    static List<Sample> read(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path));
        WrittenHeap[] sections = {new WrittenHeap(), new WrittenHeap()};
        while (file.hasRemaining()) {
            int length = file.getInt(file.position() + 4);
            ByteBuffer block = file.slice(file.position() + HEADER_BYTES, length);
            file.position(file.position() + HEADER_BYTES + length);
            int section = block.get();
            while (block.hasRemaining()) {
                sections[section].record(block, section == 1);
            }
        }
        if (!sections[0].ended && !sections[1].ended) {
            throw new IOException("cut off");
        }
        sections[0].samples.addAll(sections[1].samples);
        return sections[0].samples;
    }

    private void record(ByteBuffer in, boolean ofPeriod) {
        switch (in.get()) {
            case 0 -> ended = true;
            case 1 -> {
                int number = (int) number(in);
                byte[] text = new byte[(int) number(in)];
                in.get(text);
                texts.put(number, new String(text, StandardCharsets.UTF_8));
            }
            case 2 -> {
                int number = (int) number(in);
                String type = texts.getOrDefault((int) number(in), "");
                methods.put(number, type.replace('/', '.') + '.' + texts.get((int) number(in)));
            }
            case 3 -> {
                int number = (int) number(in);
                StringBuilder stack = new StringBuilder();
                for (long depth = number(in); depth > 0; depth--) {
                    stack.append(methods.get((int) number(in))).append('\n');
                    number(in);
                }
                stacks.put(number, stack.toString());
            }
            case 4 -> {
                for (int field = 0; field < 4; field++) {
                    number(in);
                }
            }
            case 5 -> {
                number(in);
                boolean survived = (number(in) & 2) != 0;
                String stack = stacks.get((int) number(in));
                number(in);
                String type = texts.get((int) number(in));
                long size = number(in);
                long interval = number(in);
                number(in);
                samples.add(new Sample(ofPeriod, survived, stack, type, size, interval, in.getDouble()));
            }
            default -> throw new AssertionError("no record");
        }
    }

    private static long number(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            long next = in.get() & 0xff;
            value |= (next & 0x7f) << 7 * i;
            if (next < 0x80) {
                return value;
            }
        }
        return value | (in.get() & 0xffL) << 56;
    }
}
