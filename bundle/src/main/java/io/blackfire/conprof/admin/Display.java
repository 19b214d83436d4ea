package io.blackfire.conprof.admin;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;

/** Single values as people read them, the same in every console. */
public final class Display {
    private Display() {}

    /** A state, as the log and the README call it. */
    public static String of(ProfilerStatus.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Where a setting came from. */
    public static String of(ProfilerConfig.Source source) {
        return switch (source) {
            case ADMIN -> "configuration";
            case SYSTEM_PROPERTY -> "system property";
            case ENVIRONMENT -> "environment";
            case DEFAULT -> "default";
        };
    }

    /** How the last attempt to upload ended: {@code 2026-01-02T03:04:05Z, orders: 200 OK}; empty before there is one. */
    public static String of(ProfilerStatus.LastUpload last) {
        return last == ProfilerStatus.LastUpload.NONE
                ? ""
                : last.at().truncatedTo(ChronoUnit.SECONDS) + ", " + plain(last.application()) + ": "
                        + plain(last.answer());
    }

    /** A time, {@code 840 ms} or {@code 45.0 s}. */
    public static String of(Duration time) {
        long millis = time.toMillis();
        return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    /** A size, {@code 300 B}, {@code 20 KiB} or {@code 16 MiB}. */
    public static String bytes(long bytes) {
        if (bytes < 10 << 10) {
            return bytes + " B";
        }
        return bytes < 10 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    /** What a period cost, line by line: a name and its figure. */
    public static Map<String, String> of(ProfilerStatus.Cost cost) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("period", of(cost.duration()));
        lines.put("gap before it", of(cost.gap()));
        lines.put("samples", Long.toString(cost.samples()));
        lines.put("samples skipped", Long.toString(cost.skipped()));
        lines.put("samples unattributed", Long.toString(cost.unattributed()));
        lines.put("CPU of own threads", of(cost.threads()));
        lines.put("stack walking", of(cost.stackWalking()));
        lines.put("conversion", of(cost.conversion()));
        lines.put("recording", bytes(cost.recordingBytes()));
        lines.put("uploads", bytes(cost.uploadBytes()));
        lines.put("heap kept", bytes(cost.heapBytes()));
        lines.put("native memory", bytes(cost.nativeBytes()));
        return lines;
    }

    /** A text of others, the name of an application for instance, without what would steer a terminal or break a line. */
    public static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}]", "?");
    }
}
