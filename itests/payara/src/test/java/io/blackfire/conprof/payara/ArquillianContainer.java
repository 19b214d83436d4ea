package io.blackfire.conprof.payara;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

import io.blackfire.conprof.ee.EeServer;
import io.blackfire.conprof.harness.machine.Folders;

/** One Payara for all that Arquillian does in a run of the tests. */
public final class ArquillianContainer implements DeployableContainer<ArquillianContainer.Configuration> {
    // Arquillian makes the container and hands it to no test
    private static final AtomicReference<PayaraServer> RUNNING = new AtomicReference<>();

    private PayaraServer server;
    private Path archives;

    /** For Arquillian. */
    public ArquillianContainer() {}

    /** There is nothing to configure. */
    public static final class Configuration implements ContainerConfiguration {
        /** For Arquillian. */
        public Configuration() {}

        @Override
        public void validate() {
            // nothing that could be wrong
        }
    }

    /** The server that runs, as the shared tests see it. */
    static EeServer running() {
        return new Running(RUNNING.get());
    }

    private record Running(PayaraServer server) implements EeServer {
        @Override
        public URI http() {
            try {
                return server.address();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void configure(String agentSocket) throws IOException {
            server.set(Map.of(
                    "agent-socket",
                    agentSocket,
                    "period",
                    "5m",
                    "upload-timeout",
                    "60s",
                    "cpu-rate",
                    "250",
                    "alloc-interval",
                    "64KiB",
                    "overhead-limit",
                    "100%"));
        }

        @Override
        public void flush() throws IOException {
            server.flush();
        }
    }

    @Override
    public Class<Configuration> getConfigurationClass() {
        return Configuration.class;
    }

    @Override
    public void setup(Configuration configuration) {
        // nothing to set up
    }

    @Override
    public void start() throws LifecycleException {
        try {
            archives = Files.createTempDirectory("conprof-archives");
            server = PayaraServer.installed().optimized().start();
            server.hurry();
            RUNNING.set(server);
        } catch (IOException e) {
            throw new LifecycleException("Payara does not start", e);
        }
    }

    @Override
    public void stop() throws LifecycleException {
        try {
            server.close();
            Folders.delete(archives);
        } catch (IOException e) {
            throw new LifecycleException("Payara does not stop", e);
        }
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 6.0");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        Path file = archives.resolve(archive.getName());
        if (archive instanceof WebArchive web) {
            Descriptors.addTo(web);
            RemoteBeans.leaveOutOf(web);
        }
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        try {
            server.deploy(file, Map.of());
            URI address = server.address();
            return new ProtocolMetaData().addContext(new HTTPContext(address.getHost(), address.getPort()));
        } catch (IOException e) {
            throw new DeploymentException("not deployed: " + archive.getName(), e);
        }
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        try {
            server.undeploy(archive.getName().replaceFirst("\\.[a-z]+$", ""));
        } catch (IOException e) {
            throw new DeploymentException("not undeployed: " + archive.getName(), e);
        }
    }
}
