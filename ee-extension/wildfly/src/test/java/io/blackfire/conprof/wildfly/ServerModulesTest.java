package io.blackfire.conprof.wildfly;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.jboss.modules.LocalModuleLoader;
import org.jboss.modules.ModuleLoadException;
import org.jboss.modules.ModuleLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ServerModulesTest {
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();

    @TempDir
    private Path folder;

    private ModuleLoader server;
    private Predicate<String> answers;

    @BeforeAll
    static void showLoaders() {
        ModuleLoader.installMBeanServer();
    }

    @BeforeEach
    void makeServer() throws IOException {
        module("logging", "org/acme/logging/Logger");
        module("netty", "org/acme/netty/Channel");
        server = new LocalModuleLoader(new File[] {folder.toFile()});
        answers = new ServerModules(server, changes::incrementAndGet, now::get)::contains;
    }

    @Test
    void classOfALoadedModule_isTheServers() throws ModuleLoadException {
        server.loadModule("logging");
        assertThat(answers).accepts("org.acme.logging.Logger");
        assertThat(answers).rejects("org.acme.logging.Level", "org.acme.netty.Channel", "Unnamed");
    }

    @Test
    void classOfTheJvmsClassPath_isTheServers() {
        assertThat(answers).accepts("org.jboss.modules.Main");
    }

    @Test
    void moduleThatIsLoadedLater_isSeenAndTold() throws ModuleLoadException {
        server.loadModule("logging");
        assertThat(answers).accepts("org.acme.logging.Logger").rejects("org.acme.netty.Channel");
        assertThat(changes).hasValue(0);
        server.loadModule("netty");
        assertThat(answers).as("at once").rejects("org.acme.netty.Channel");
        now.set(Duration.ofSeconds(2).toNanos());
        assertThat(answers).accepts("org.acme.netty.Channel", "org.acme.logging.Logger");
        assertThat(changes).hasValue(1);
    }

    private void module(String name, String classFile) throws IOException {
        Path main = folder.resolve(name).resolve("main");
        Path file = main.resolve("classes").resolve(classFile + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[0]);
        Files.writeString(
                main.resolve("module.xml"),
                """
                <module xmlns="urn:jboss:module:1.9" name="%s">
                  <resources><resource-root path="classes"/></resources>
                </module>
                """
                        .formatted(name));
    }
}
