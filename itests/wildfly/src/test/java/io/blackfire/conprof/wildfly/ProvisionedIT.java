package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wildfly.plugin.tools.Deployment;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.wildfly.app.EarlyBean;
import io.blackfire.conprof.wildfly.app.EarlyWork;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers that the build provisioned with our feature pack and few other layers work with what they have. */
class ProvisionedIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path MODULES = Path.of("modules/system/layers/base/org");

    private final TestAgent agent = TestAgent.unix().requireConprof();

    @TempDir
    private Path folder;

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @Test
    void coreServer_uploadsItsOwnShare() throws IOException {
        Path home = home("core");
        assertThat(home.resolve(MODULES).resolve("wildfly/extension/undertow")).doesNotExist();
        assertThat(home.resolve(MODULES).resolve("jboss/as/ee")).doesNotExist();
        try (WildFlyServer server = start(home)) {
            agent.awaitProfiles(1, SOON);
            Path library = folder.resolve("library.jar");
            ShrinkWrap.create(JavaArchive.class)
                    .addPackage(Account.class.getPackage())
                    .as(ZipExporter.class)
                    .exportTo(library.toFile());
            server.manager().deploymentManager().deploy(Deployment.of(library)).assertSuccess();
            assertHealthy(server);
        }
        assertThat(agent.violations()).isEmpty();
    }

    @Test
    void servletServer_uploadsAProfileOfItsApplication() throws IOException {
        Path home = home("servlet");
        assertThat(home.resolve(MODULES).resolve("wildfly/extension/undertow")).exists();
        assertThat(home.resolve(MODULES).resolve("jboss/as/ejb3")).doesNotExist();
        assertThat(home.resolve(MODULES).resolve("jboss/as/weld")).doesNotExist();
        assertProfiled(home, Archives.early(folder), EarlyWork.class);
    }

    @Test
    void beanServer_uploadsAProfileOfItsApplication() throws IOException {
        Path home = home("beans");
        assertThat(home.resolve(MODULES).resolve("jboss/as/ejb3")).exists();
        assertThat(home.resolve(MODULES).resolve("wildfly/extension/undertow")).doesNotExist();
        assertThat(home.resolve(MODULES).resolve("jboss/as/weld/main")).doesNotExist();
        assertProfiled(home, Archives.beans(folder), EarlyBean.class);
    }

    private void assertProfiled(Path home, Path archive, Class<?> worker) throws IOException {
        try (WildFlyServer server = start(home)) {
            server.manager().deploymentManager().deploy(Deployment.of(archive)).assertSuccess();
            agent.awaitProfiles(
                    profiles -> profiles.stream()
                            .anyMatch(profile -> profile.application().equals(EarlyWork.NAME)
                                    && profile.pprof()
                                                    .sum(
                                                            "cpu-time/nanoseconds",
                                                            stack -> stack.contains(worker.getName()))
                                            > 0),
                    SOON);
            assertHealthy(server);
        }
        assertThat(agent.violations()).isEmpty();
    }

    /** It logged that it took the deployment, and nothing bad but that keys for TLS are made at their first use, and that
     * transactions want a name for their node.
     */
    private static void assertHealthy(WildFlyServer server) {
        Await.until("deployed", SOON, () -> server.log().contains("WFLYSRV0010"));
        assertThat(server.log().lines())
                .filteredOn(line -> line.contains(" ERROR ") || line.contains(" WARN "))
                .allMatch(line -> line.contains("[org.wildfly.extension.elytron]") && line.contains("keystore")
                        || line.contains("WFLYTX0013"));
    }

    private static Path home(String name) {
        return Path.of(System.getProperty("wildfly.provisioned")).resolve(name);
    }

    private WildFlyServer start(Path home) throws IOException {
        return WildFlyServer.of(home, Jdk.current())
                .settings(Map.of("agent-socket", agent.address(), "period", "1s"))
                .start();
    }
}
