package io.blackfire.conprof.cdi;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Extension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerStatus.State;
import io.blackfire.conprof.Setting;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** In a real container, which finds the extension as it does in a server: by its service file. */
class ConprofExtensionTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String CPU = "cpu-time/nanoseconds";

    @AfterEach
    void forgetSettings() {
        for (Setting setting : Setting.values()) {
            System.clearProperty(setting.property());
        }
    }

    private static SeContainer application(Map<Setting, String> settings, Extension... others) {
        settings.forEach((setting, value) -> System.setProperty(setting.property(), value));
        return SeContainerInitializer.newInstance()
                .addExtensions(others)
                .addBeanClasses(WorkingBean.class)
                .initialize();
    }

    private static State state(SeContainer application) {
        return application.select(WorkingBean.class).get().profiler().status().state();
    }

    @Test
    void profiler_isInjectedAndEndsWithTheApplication() {
        for (int life = 0; life < 2; life++) {
            try (SeContainer application = application(Map.of(Setting.ENABLED, "false"))) {
                assertThat(state(application)).isEqualTo(State.DISABLED);
            }
            assertThat(Applications.ALL.profiler().status().state()).isEqualTo(State.UNAVAILABLE);
        }
    }

    @Test
    void profilerOfTheServersAdapter_keepsNoApplicationFromStarting() {
        try (SeContainer application = application(Map.of(Setting.ENABLED, "false"), new AdapterExtension())) {
            assertThat(application.select(Profiler.class).isResolvable()).isTrue();
            assertThat(state(application)).isEqualTo(State.DISABLED);
        }
    }

    @Test
    void settingThatMakesNoSense_keepsNoApplicationFromStarting() {
        Map<Setting, String> settings = Map.of(Setting.ENABLED, "false", Setting.PERIOD, "now and then");
        try (SeContainer application = application(settings)) {
            assertThat(state(application)).isEqualTo(State.DISABLED);
        }
    }

    @Test
    void applicationWithoutServlets_hasAProfileOfItsBeansWork() {
        try (TestAgent agent = TestAgent.unix().requireConprof();
                SeContainer application = application(Map.of(Setting.AGENT_SOCKET, agent.address()))) {
            WorkingBean bean = application.select(WorkingBean.class).get();
            bean.work();
            assertThat(bean.profiler().flush()).isTrue();
            agent.awaitProfiles(
                    profiles -> profiles.stream()
                            .filter(profile -> profile.application().equals("application"))
                            .anyMatch(profile ->
                                    profile.pprof().sum(CPU, stack -> stack.contains("WorkingBean.work")) > 0),
                    SOON);
            assertThat(agent.violations()).isEmpty();
        }
    }
}
