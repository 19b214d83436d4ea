package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

import io.blackfire.conprof.harness.machine.Jdk;

/** Chooses what {@code arquillian.xml} leaves open, before Arquillian reads it: the server's ports, and the JDK that it runs on. */
public final class ArquillianSetup implements LauncherSessionListener {
    /** For the launcher. */
    public ArquillianSetup() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        try {
            PortOffset ports = PortOffset.free();
            System.setProperty("wildfly.port.offset", Integer.toString(ports.value()));
            System.setProperty("wildfly.http.port", Integer.toString(ports.http()));
            System.setProperty("wildfly.management.port", Integer.toString(ports.management()));
            List<Jdk> jdks = Jdk.tested();
            Jdk jdk = Boolean.getBoolean("wildfly.newest.jdk") ? jdks.get(jdks.size() - 1) : jdks.get(0);
            System.setProperty("wildfly.java.home", jdk.home().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
