package io.blackfire.conprof.payara.console;

import java.net.URL;

import org.glassfish.api.admingui.ConsoleProvider;
import org.jvnet.hk2.annotations.Service;

/** Brings {@code META-INF/admingui/console-config.xml}, which says where our pages are, to the admin console. */
@Service
public final class ConsolePlugin implements ConsoleProvider {
    /** For the server. */
    public ConsolePlugin() {}

    @Override
    public URL getConfiguration() {
        return null; // it is where the console looks
    }
}
