package io.blackfire.conprof.osgi.webconsole;

import java.util.List;

import org.osgi.framework.BundleContext;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.osgi.Later;
import io.blackfire.conprof.osgi.ServiceGlue;

/** Offers the page to web consoles while there is an HTTP service for them; where there is no console it shows nowhere. */
public final class ConsoleGlue {
    private ConsoleGlue() {}

    /**
     * Opens it.
     *
     * @return what closes it
     */
    public static Runnable open(BundleContext context, Later later, Profiler profiler) {
        return ServiceGlue.open(
                context,
                later,
                "org.osgi.service.http.HttpService",
                List.of("javax.servlet.Servlet", "javax.servlet.http.HttpServlet"),
                "No page for the web console: not a javax.servlet web container",
                container -> ConsolePage.register(context, profiler)::unregister);
    }
}
