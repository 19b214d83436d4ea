package io.blackfire.conprof.cdi;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.ProfilerStatus.State;
import io.blackfire.conprof.Setting;
import io.blackfire.conprof.admin.ListedClasses;

import static org.assertj.core.api.Assertions.assertThat;

class ApplicationsTest {
    private final Applications applications = new Applications();

    private record Facts(String name) implements ApplicationFacts {
        @Override
        public Map<String, String> labels() {
            return Map.of();
        }

        @Override
        public ClassSource classes() {
            return ListedClasses.NONE;
        }

        @Override
        public String server() {
            return "test server 1.0";
        }
    }

    @BeforeEach
    void disable() {
        System.setProperty(Setting.ENABLED.property(), "false");
    }

    @AfterEach
    void enable() {
        System.clearProperty(Setting.ENABLED.property());
    }

    private static ClassLoader loader() {
        return new URLClassLoader(new URL[0]);
    }

    private State state() {
        return applications.profiler().status().state();
    }

    @Test
    void profiler_startsWithTheFirstAndEndsWithTheLast() {
        assertThat(state()).isEqualTo(State.UNAVAILABLE);
        ClassLoader one = loader();
        ClassLoader other = loader();
        Hold first = applications.add(one, new Facts("one"), true);
        assertThat(state()).isEqualTo(State.DISABLED);
        Hold second = applications.add(other, new Facts("other"), true);
        first.end();
        first.end();
        assertThat(state()).isEqualTo(State.DISABLED);
        second.end();
        assertThat(state()).isEqualTo(State.UNAVAILABLE);
    }

    @Test
    void applicationThatCameTwice_isOneUntilBothHaveEnded() {
        ClassLoader loader = loader();
        Hold byBeans = applications.add(loader, new Facts("beans"), false);
        Hold byContext = applications.add(loader, new Facts("context"), true);
        Hold again = applications.add(loader, new Facts("ignored"), false);
        assertThat(byContext.deployment().name()).isEqualTo("context");
        assertThat(again.deployment()).isSameAs(byContext.deployment());
        byContext.end();
        byBeans.end();
        assertThat(state()).isEqualTo(State.DISABLED);
        again.end();
        assertThat(state()).isEqualTo(State.UNAVAILABLE);
    }
}
