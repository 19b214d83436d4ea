package io.blackfire.conprof.apps.feed;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.core.osgi.OsgiDefaultCamelContext;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import io.blackfire.conprof.apps.work.Account;

/** A Camel route: Camel's timer, Camel's threads, and a bean of the application at the end. */
public final class Feed implements BundleActivator {
    private static final int UNITS = 8;

    private CamelContext camel;

    /** For the framework. */
    public Feed() {}

    @Override
    public void start(BundleContext context) throws Exception {
        Bean bean = new Bean();
        camel = new OsgiDefaultCamelContext(context);
        camel.start();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:feed?period=100").setBody(constant("message")).bean(bean, "take");
            }
        });
    }

    @Override
    public void stop(BundleContext context) {
        camel.stop();
    }

    /** Where the route ends. */
    public static final class Bean {
        private final Account account = new Account("feed");

        private Bean() {}

        /** Takes one message. */
        public void take(String message) {
            account.work(UNITS);
        }
    }
}
