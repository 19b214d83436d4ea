package io.blackfire.conprof.admin;

import java.util.List;

import jakarta.json.JsonArrayBuilder;

/** What the {@link Doctor} found, as JSON on one line, with the names of {@link Finding}. */
public final class FindingsJson {
    private FindingsJson() {}

    /** An array. */
    public static String of(List<Finding> findings) {
        JsonText json = new JsonText();
        JsonArrayBuilder array = json.array();
        for (Finding finding : findings) {
            array.add(json.object()
                    .add("check", finding.check())
                    .add("level", finding.level().name())
                    .add("seen", finding.seen())
                    .add("advice", finding.advice()));
        }
        return JsonText.of(array.build());
    }
}
