package io.blackfire.conprof.osgi.webconsole;

import java.io.IOException;
import java.net.URL;
import java.util.Hashtable;
import java.util.Set;

import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.StatusJson;
import io.blackfire.conprof.admin.StatusText;

/**
 * The page. The console asks for a login before it calls us, prints its header and menu before ours for GET, and leaves all
 * else to us.
 */
final class ConsolePage extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String LABEL = "blackfire";
    private static final String STYLE = "/" + LABEL + "/page.css";
    private static final String SCRIPT = "/" + LABEL + "/page.js";
    private static final Set<String> RESOURCES = Set.of(STYLE, SCRIPT);
    private static final String PAGE_ROOT = "felix.webconsole.pluginRoot";
    private static final String MESSAGE = "io.blackfire.conprof.message";

    private final transient Profiler profiler;
    private final transient RequestCheck check = new RequestCheck();

    ConsolePage(Profiler profiler) {
        this.profiler = profiler;
    }

    static ServiceRegistration<?> register(BundleContext context, Profiler profiler) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("felix.webconsole.label", LABEL);
        properties.put("felix.webconsole.title", "Blackfire");
        properties.put("felix.webconsole.category", "Main");
        properties.put("felix.webconsole.css", STYLE);
        return context.registerService(Servlet.class, new ConsolePage(profiler), properties);
    }

    /** Called by the console, by name: what it shall deliver as it is. */
    public URL getResource(String path) {
        return RESOURCES.contains(path)
                ? ConsolePage.class.getResource(path.substring(path.lastIndexOf('/') + 1))
                : null;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        String path = request.getPathInfo();
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "status.html.part" -> send(response, "text/html", StatusTables.of(profiler.status()));
            case "status.txt" -> send(response, "text/plain", StatusText.of(profiler.status()));
            case "status.json" -> send(response, "application/json", StatusJson.of(profiler.status()));
            default -> page(request, response);
        }
    }

    private void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        String message = (String) session.getAttribute(MESSAGE);
        session.removeAttribute(MESSAGE);
        StatusPage page = new StatusPage(
                (String) request.getAttribute("felix.webconsole.appRoot"),
                (String) request.getAttribute(PAGE_ROOT),
                check.token(session),
                message);
        send(response, "text/html", page.of(profiler.status()));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!check.passes(request)) {
            refuse(response, HttpServletResponse.SC_FORBIDDEN, "Refused: not sent from the page of this session.");
            return;
        }
        Action action = Action.named(request.getParameter("action")).orElse(null);
        if (action == null) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, "There is no such action.");
            return;
        }
        request.getSession().setAttribute(MESSAGE, action.run(profiler));
        // so that the browser's reload button asks for the page, and not for the action again
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", (String) request.getAttribute(PAGE_ROOT));
    }

    private static void refuse(HttpServletResponse response, int status, String reason) throws IOException {
        response.setStatus(status);
        send(response, "text/plain", reason + "\n");
    }

    private static void send(HttpServletResponse response, String type, Object content) throws IOException {
        response.setContentType(type);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().print(content);
    }
}
