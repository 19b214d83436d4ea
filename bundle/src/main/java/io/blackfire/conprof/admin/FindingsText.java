package io.blackfire.conprof.admin;

import java.util.List;

/** What the {@link Doctor} found, as people read it in a terminal. */
public final class FindingsText {
    private FindingsText() {}

    /** One line for each finding, and one for what to do about it. */
    public static String of(List<Finding> findings) {
        Columns columns = new Columns(3);
        for (Finding finding : findings) {
            columns.row(finding.level(), finding.check(), finding.seen());
            if (!finding.advice().isEmpty()) {
                columns.row("", "", "do: " + finding.advice());
            }
        }
        StringBuilder text = new StringBuilder();
        columns.appendTo(text);
        return text.toString();
    }
}
