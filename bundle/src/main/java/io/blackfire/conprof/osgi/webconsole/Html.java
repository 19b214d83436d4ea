package io.blackfire.conprof.osgi.webconsole;

import java.util.List;

/** Markup in the making: constants as they are, all else escaped. */
final class Html {
    private static final int REPLACEMENT = 0xFFFD;

    private final StringBuilder html = new StringBuilder();

    /** Markup of ours. */
    Html add(String markup) {
        html.append(markup);
        return this;
    }

    /** A text, whoever wrote it. */
    Html text(Object text) {
        text.toString().codePoints().forEach(this::character);
        return this;
    }

    /** A text whose direction of writing must not reach what stands beside it. */
    Html apart(Object text) {
        return add("<bdi>").text(text).add("</bdi>");
    }

    /** The head of a table in the console's style, with columns of texts and then of figures; {@link #end} ends it. */
    Html table(String id, String title, List<String> texts, List<String> figures) {
        add("<table class=\"nicetable ui-widget\" id=\"").text(id).add("\"><caption class=\"ui-widget-header\">");
        text(title).add("</caption>");
        if (!texts.isEmpty()) {
            add("<thead><tr>");
            texts.forEach(column ->
                    add("<th class=\"ui-widget-header\">").text(column).add("</th>"));
            figures.forEach(column ->
                    add("<th class=\"ui-widget-header figure\">").text(column).add("</th>"));
            add("</tr></thead>");
        }
        return add("<tbody>");
    }

    /** A row of texts and figures. */
    Html row(Object... cells) {
        add("<tr>");
        for (Object cell : cells) {
            if (cell instanceof Figure figure) {
                figure(figure);
            } else {
                add("<td>").apart(cell).add("</td>");
            }
        }
        return add("</tr>");
    }

    /** A cell with a number, at the right. */
    Html figure(Figure figure) {
        return add("<td class=\"figure\">").text(figure).add("</td>");
    }

    Html end() {
        return add("</tbody></table>\n");
    }

    private void character(int c) {
        switch (c) {
            // the last three: the console replaces what looks like a variable of its own
            case '&', '<', '>', '"', '\'', '$', '\\', '`' ->
                html.append("&#").append(c).append(';');
            case '\n', '\t' -> html.append(' ');
            default -> html.appendCodePoint(unprintable(c) ? REPLACEMENT : c);
        }
    }

    private static boolean unprintable(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
