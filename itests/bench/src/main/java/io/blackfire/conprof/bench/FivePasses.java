package io.blackfire.conprof.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import one.convert.Arguments;
import one.convert.JfrToPprof;
import one.jfr.JfrReader;

/** The state of the art: async-profiler's converter, which makes a profile of one dimension in one pass. */
final class FivePasses {
    // threads: so that its samples are split as finely as ours
    private static final List<Arguments> PASSES = List.of(
            new Arguments("--cpu", "--threads"),
            new Arguments("--wall", "--threads"),
            new Arguments("--alloc", "--threads", "--total"),
            new Arguments("--alloc", "--threads"),
            new Arguments("--live", "--threads", "--total"));

    private FivePasses() {}

    /** One profile for each dimension, compressed: JfrToPprof.convert, but into memory as ours. */
    static List<byte[]> convert(Path recording) throws IOException {
        List<byte[]> profiles = new ArrayList<>();
        for (Arguments arguments : PASSES) {
            JfrToPprof converter;
            try (JfrReader jfr = new JfrReader(recording.toString())) {
                converter = new JfrToPprof(jfr, arguments);
                converter.convert();
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(bytes, 4096)) {
                converter.dump(out);
            }
            profiles.add(bytes.toByteArray());
        }
        return profiles;
    }
}
