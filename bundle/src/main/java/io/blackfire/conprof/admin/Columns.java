package io.blackfire.conprof.admin;

import java.util.ArrayList;
import java.util.List;

/** Rows of text whose columns line up: the first to the left, figures to the right. */
public final class Columns {
    private final List<String[]> rows = new ArrayList<>();
    private final int leftAligned;

    /** Columns of which so many, from the left, are text; the others are figures. */
    public Columns(int leftAligned) {
        this.leftAligned = leftAligned;
    }

    /** One more row; nothing in it steers the terminal. */
    public void row(Object... cells) {
        String[] row = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            // names come from applications: nothing in them may steer the terminal
            row[i] = Display.plain(String.valueOf(cells[i]));
        }
        rows.add(row);
    }

    /** Writes all rows. */
    public void appendTo(StringBuilder text) {
        int[] widths = new int[rows.stream().mapToInt(row -> row.length).max().orElse(0)];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(' ').append(i < leftAligned ? row[i] + padding : padding + row[i]);
                line.append(' ');
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
