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

    @BeforeEach
    void boot() {
        server.setStarting();
    }

    @AfterEach
    void shutDown() throws InterruptedException {
        container.shutdown();
        container.awaitTermination();
    }

    @Test
    void profiler_startsOnceTheServerIsUp() throws InterruptedException {
        ServiceController<?> profiler = profiler();
        first.watch();
        assertThat(state(profiler)).isEqualTo(State.DOWN);
        server.setRunning();
        assertThat(state(profiler)).isEqualTo(State.UP);
    }

    @Test
    void serverThatHasToBeReloadedAfterItsBoot_isUp() throws InterruptedException {
        ServiceController<?> profiler = profiler();
        first.watch();
        server.setReloadRequired();
        server.setRunning();
        assertThat(server.getState()).isEqualTo(ControlledProcessState.State.RELOAD_REQUIRED);
        assertThat(state(profiler)).isEqualTo(State.UP);
    }

    @Test
    void serverThatIsUpAlready_isSeen() throws InterruptedException {
        ServiceController<?> profiler = profiler();
        server.setRunning();
        first.watch();
        assertThat(state(profiler)).isEqualTo(State.UP);
    }

    @Test
    void serverThatStops_startsNothing() throws InterruptedException {
        ServiceController<?> profiler = profiler();
        first.watch();
        server.setStopping();
        assertThat(state(profiler)).isEqualTo(State.DOWN);
    }

    @Test
    void closed_startsNothing() throws InterruptedException {
        ServiceController<?> profiler = profiler();
        first.watch();
        first.close();
        server.setRunning();
        assertThat(state(profiler)).isEqualTo(State.DOWN);
    }

    @Test
    void serverWithoutProfiler_isLeftAlone() {
        first.watch();
        assertThatCode(server::setRunning).doesNotThrowAnyException();
    }

    private ServiceController<?> profiler() {
        ServiceBuilder<?> builder = container.addService();
        builder.provides(ConprofSubsystemRegistrar.SERVICE);
        return builder.setInstance(Service.NULL).setInitialMode(Mode.ON_DEMAND).install();
    }

    private State state(ServiceController<?> service) throws InterruptedException {
        assertThat(container.awaitStability(30, TimeUnit.SECONDS)).isTrue();
        return service.getState();
    }
}
