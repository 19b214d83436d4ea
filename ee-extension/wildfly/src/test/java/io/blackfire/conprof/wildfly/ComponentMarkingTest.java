package io.blackfire.conprof.wildfly;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jboss.as.ee.component.ComponentConfiguration;
import org.jboss.as.ee.component.ComponentDescription;
import org.jboss.as.ee.component.EEModuleDescription;
import org.jboss.as.server.deployment.reflect.DeploymentReflectionIndex;
import org.jboss.invocation.InterceptorContext;
import org.jboss.invocation.InterceptorFactory;
import org.jboss.msc.service.ServiceName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Profiler;

import static org.assertj.core.api.Assertions.assertThat;

/** The marker itself: in the integration tests, spans would cover for it. */
class ComponentMarkingTest {
    private final Deployment deployment =
            Profiler.builder().server("any", "one").build().deployments().add("shop", Map.of(), new Nothing(), null);
    private final ComponentMarking marking = new ComponentMarking(deployment);
    private ComponentConfiguration configuration;

    @BeforeEach
    void configure() throws Exception {
        EEModuleDescription module = new EEModuleDescription("shop", "shop.war", null, true);
        ComponentDescription component =
                new ComponentDescription("Bean", Bean.class.getName(), module, ServiceName.of("shop"));
        configuration = new ComponentConfiguration(
                component, DeploymentReflectionIndex.create().getClassIndex(Bean.class), null, null);
        marking.configure(configuration);
    }

    @Test
    void callsTimersConstructionAndEnd_runBelowOurFrame() throws Exception {
        Method work = configuration.getDefinedComponentMethods().stream()
                .filter(method -> method.getName().equals("work"))
                .findFirst()
                .orElseThrow();
        for (List<InterceptorFactory> chain : List.of(
                configuration.getComponentInterceptors(work),
                configuration.getAroundTimeoutInterceptors(work),
                configuration.getPostConstructInterceptors(),
                configuration.getPreDestroyInterceptors(),
                configuration.getPrePassivateInterceptors(),
                configuration.getPostActivateInterceptors())) {
            assertThat(chain).hasSize(1);
            InterceptorContext invocation = new InterceptorContext();
            invocation.setInterceptors(
                    List.of(chain.get(0).create(null), inner -> Stream.of(new Throwable().getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(Deployment.class.getName()))));
            assertThat(invocation.proceed()).isEqualTo(true);
        }
    }

    /** A component. */
    public static final class Bean {
        /** Called. */
        public void work() {
            // nothing
        }
    }

    private record Nothing() implements ClassSource {
        @Override
        public Set<String> packages() {
            return Set.of();
        }

        @Override
        public boolean contains(String className) {
            return false;
        }
    }
}
