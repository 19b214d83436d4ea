package io.blackfire.conprof.osgi.webconsole;

import java.util.concurrent.Executor;

import org.osgi.framework.BundleContext;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.osgi.ServiceGlue;

/** Offers the page to web consoles while there is an HTTP service for them; where there is no console it shows nowhere. */
public final class ConsoleGlue {
    private ConsoleGlue() {}

    /**
     * Opens it.
     *
     * @return what closes it
     */
    public static Runnable open(BundleContext context, Executor executor, Profiler profiler) {
        return ServiceGlue.open(
                context,
                executor,
                "org.osgi.service.http.HttpService",
                "No page for the web console: not a javax.servlet web container",
                container -> ConsolePage.register(context, profiler)::unregister);
    }
}
