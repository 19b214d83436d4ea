package io.blackfire.conprof.wildfly;

import java.util.concurrent.TimeUnit;

import org.jboss.as.controller.ControlledProcessState;
import org.jboss.as.controller.ControlledProcessStateService;
import org.jboss.as.controller.ProcessStateNotifier;
import org.jboss.msc.Service;
import org.jboss.msc.service.ServiceBuilder;
import org.jboss.msc.service.ServiceContainer;
import org.jboss.msc.service.ServiceController;
import org.jboss.msc.service.ServiceController.Mode;
import org.jboss.msc.service.ServiceController.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class ProfilerFirstTest {
    private final ServiceContainer container = ServiceContainer.Factory.create();
    private final ControlledProcessState server = new ControlledProcessState(true);
    private final ProcessStateNotifier notifier = ControlledProcessStateService.addService(container, server);
    private final ProfilerFirst first = new ProfilerFirst(container, notifier);

    private ServiceController<?> profiler;

    @BeforeEach
    void boot() {
        ServiceBuilder<?> builder = container.addService();
        builder.provides(ConprofSubsystemRegistrar.SERVICE);
        profiler =
                builder.setInstance(Service.NULL).setInitialMode(Mode.ON_DEMAND).install();
        server.setStarting();
    }

    @AfterEach
    void shutDown() throws InterruptedException {
        container.shutdown();
        container.awaitTermination();
    }

    @Test
    void profiler_startsOnceTheServerIsUp() throws InterruptedException {
        first.watch();
        assertThat(state()).isEqualTo(State.DOWN);
        server.setRunning();
        assertThat(state()).isEqualTo(State.UP);
    }

    @Test
    void serverThatHasToBeReloadedAfterItsBoot_isUp() throws InterruptedException {
        first.watch();
        server.setReloadRequired();
        server.setRunning();
        assertThat(server.getState()).isEqualTo(ControlledProcessState.State.RELOAD_REQUIRED);
        assertThat(state()).isEqualTo(State.UP);
    }

    @Test
    void serverThatIsUpAlready_isSeen() throws InterruptedException {
        server.setRunning();
        first.watch();
        assertThat(state()).isEqualTo(State.UP);
    }

    @Test
    void serverThatStops_startsNothing() throws InterruptedException {
        first.watch();
        server.setStopping();
        assertThat(state()).isEqualTo(State.DOWN);
    }

    @Test
    void closed_startsNothing() throws InterruptedException {
        first.watch();
        first.close();
        server.setRunning();
        assertThat(state()).isEqualTo(State.DOWN);
    }

    @Test
    void serverWithoutProfiler_isLeftAlone() throws InterruptedException {
        profiler.setMode(Mode.REMOVE);
        assertThat(state()).isEqualTo(State.REMOVED);
        first.watch();
        assertThatCode(server::setRunning).doesNotThrowAnyException();
    }

    private State state() throws InterruptedException {
        assertThat(container.awaitStability(30, TimeUnit.SECONDS)).isTrue();
        return profiler.getState();
    }
}
