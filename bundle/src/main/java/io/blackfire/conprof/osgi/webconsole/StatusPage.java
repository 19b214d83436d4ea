package io.blackfire.conprof.osgi.webconsole;

import io.blackfire.conprof.ProfilerStatus;

/**
 * The page around the tables: what came of a button, the buttons, the way to the settings.
 *
 * @param consoleRoot path of the console
 * @param pageRoot path of the page
 * @param token what {@link RequestCheck} wants back
 * @param message what came of a button that was pressed; null when none was
 */
record StatusPage(String consoleRoot, String pageRoot, String token, String message) {

    Html of(ProfilerStatus status) {
        Html html = new Html();
        if (message != null) {
            html.add("<p class=\"statline ui-state-highlight\" role=\"status\" id=\"blackfire-message\">");
            html.text(message).add("</p>\n");
        }
        html.add("<div class=\"ui-widget-header ui-corner-top buttonGroup\" id=\"blackfire-actions\">");
        html.add("<form method=\"post\" action=\"").text(pageRoot).add("\">");
        html.add("<input type=\"hidden\" name=\"" + RequestCheck.PARAMETER + "\" value=\"");
        html.text(token).add("\"/>");
        for (Action action : Action.values()) {
            html.add("<button type=\"submit\" name=\"action\" value=\"").text(action.parameter());
            html.add("\">").text(action.label()).add("</button> ");
        }
        html.add("<a href=\"").text(consoleRoot).add("/configMgr/io.blackfire.conprof?referer=");
        html.text(pageRoot).add("\">Settings</a></form></div>\n");
        html.add("<div id=\"blackfire\">")
                .add(StatusTables.of(status).toString())
                .add("</div>\n");
        return html.add("<script src=\"").text(pageRoot).add("/page.js\"></script>\n");
    }
}
