package io.blackfire.conprof.osgi.web;

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
                "org.osgi.service.http.runtime.HttpServiceRuntime",
                "Requests are not marked: not a javax.servlet web container",
                container -> new RequestMarking(context, container, applications)::close);
    }
}
