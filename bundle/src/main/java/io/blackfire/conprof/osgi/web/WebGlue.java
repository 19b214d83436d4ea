package io.blackfire.conprof.osgi.web;

import java.util.List;

import org.osgi.framework.BundleContext;

import io.blackfire.conprof.osgi.ApplicationTracker;
import io.blackfire.conprof.osgi.ServiceGlue;

/** Marks requests while there is a web container with a whiteboard. Knows no servlet class. */
public final class WebGlue {
    private WebGlue() {}

    /**
     * Opens it.
     *
     * @return what closes it
     */
    public static Runnable open(BundleContext context, ApplicationTracker applications) {
        return ServiceGlue.open(
                context,
                applications::run,
                "org.osgi.service.http.runtime.HttpServiceRuntime",
                List.of("javax.servlet.Filter", "org.osgi.service.http.whiteboard.Preprocessor"),
                "Requests are not marked: not a javax.servlet web container",
                container -> open(context, container, applications));
    }

    private static Runnable open(BundleContext context, BundleContext container, ApplicationTracker applications) {
        RequestMarking marking =
                new RequestMarking(context, container, new RequestOwner(applications), applications::run);
        WebContexts contexts = new WebContexts(context, applications, marking);
        Runnable close = () -> {
            contexts.close();
            applications.run(marking::close);
        };
        try {
            applications.run(marking::open);
            contexts.open();
            return close;
        } catch (RuntimeException | LinkageError e) {
            // what is in the container's name goes with nobody else
            close.run();
            throw e;
        }
    }
}
