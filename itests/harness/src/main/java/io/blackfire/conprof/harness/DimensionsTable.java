package io.blackfire.conprof.harness;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What arrived, as a text table: a line for each period and application, a column for each dimension. */
public final class DimensionsTable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String ABSENT = "-";
    private static final int TEXT_COLUMNS = 2;

    private DimensionsTable() {}

    /** The table of these uploads, each line ended by a line feed; a dash is a dimension that the profile does not have. */
    public static String of(List<ReceivedProfile> profiles) {
        var rows = new ArrayList<List<String>>();
        rows.add(header());
        profiles.stream()
                .sorted(Comparator.comparing(ReceivedProfile::start).thenComparing(ReceivedProfile::application))
                .forEach(profile -> rows.add(row(profile)));
        return align(rows);
    }

    private static List<String> header() {
        var cells = new ArrayList<>(List.of("Period (UTC)", "Application"));
        for (Dimension dimension : Dimension.values()) {
            cells.add(dimension.title());
        }
        return cells;
    }

    private static List<String> row(ReceivedProfile profile) {
        var cells = new ArrayList<>(List.of(period(profile.start(), profile.end()), profile.application()));
        Pprof pprof = profile.pprof();
        for (Dimension dimension : Dimension.values()) {
            String type = dimension.sampleType();
            cells.add(pprof.sampleTypes().contains(type) ? dimension.format(pprof.total(type)) : ABSENT);
        }
        return cells;
    }

    private static String period(Instant start, Instant end) {
        long seconds = Math.round(Duration.between(start, end).toMillis() / 1000.0);
        return TIME.format(start) + " + " + seconds + " s";
    }

    private static String align(List<List<String>> rows) {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int width = width(rows, column);
                String side = column < TEXT_COLUMNS ? "-" : "";
                line.append(column == 0 ? "" : "  ").append(String.format("%" + side + width + "s", row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
    }
}
