package io.blackfire.conprof.osgi.karaf;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.karaf.features.DeploymentEvent;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.internal.model.Bundle;
import org.apache.karaf.features.internal.model.Dependency;
import org.apache.karaf.features.internal.model.Feature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.osgi.Features;

import static org.assertj.core.api.Assertions.assertThat;

class KarafFeaturesTest {
    private final AtomicInteger changes = new AtomicInteger();
    private final KarafFeatures features = new KarafFeatures(service(), changes::incrementAndGet);
    private Set<String> requirements = Set.of();
    private boolean readable = true;

    /** With one feature of the user's installed, and what that needs, from a repository of its own. */
    private FeaturesService service() {
        Feature orders = new Feature("orders", "2.1.0");
        orders.setRepositoryUrl("mvn:com.acme/orders/2.1/xml/features");
        orders.getBundle().add(new Bundle("mvn:com.acme/orders/2.1"));
        orders.getFeature().add(new Dependency("billing", "1.0.0"));
        Feature billing = new Feature("billing", "1.0.0");
        billing.setRepositoryUrl("mvn:com.acme/billing/1.0/xml/features");
        billing.getBundle().add(new Bundle("mvn:com.acme/billing/1.0"));
        return (FeaturesService) Proxy.newProxyInstance(
                FeaturesService.class.getClassLoader(),
                new Class<?>[] {FeaturesService.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "listRequirements" -> Map.of(FeaturesService.ROOT_REGION, requirements);
                    case "listInstalledFeatures" -> {
                        if (!readable) {
                            throw new IOException("no such repository");
                        }
                        yield new org.apache.karaf.features.Feature[] {orders, billing};
                    }
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    private List<String> applications() {
        return features.snapshot().applications().stream()
                .map(Features.Group::name)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "feature:orders/[2.1.0,2.1.0]",
                "feature:orders/2.1.0",
                "feature:orders/[2,3)",
                "feature:orders/0.0.0",
                "feature:orders",
                "orders"
            })
    void featureThatIsRequired_isAnApplication(String requirement) {
        requirements = Set.of("feature:http/[8.0.0,8.0.0]", requirement);
        assertThat(applications()).containsExactly("orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"feature:orders/[1,2)", "feature:orders/2", "feature:orders-web", "bundle:orders"})
    void featureThatIsNotRequired_isNone(String requirement) {
        requirements = Set.of(requirement);
        assertThat(applications()).isEmpty();
    }

    @Test
    void featureThatOneNeeds_isAPartOfItWhicheverRepositoryItComesFrom() {
        requirements = Set.of("feature:orders");
        assertThat(features.snapshot().applications()).singleElement().satisfies(application -> assertThat(
                        application.locations())
                .containsExactlyInAnyOrder("mvn:com.acme/orders/2.1", "mvn:com.acme/billing/1.0"));
    }

    @Test
    void featuresThatCannotBeListed_areThoseListedLast() {
        requirements = Set.of("feature:orders");
        assertThat(applications()).containsExactly("orders");
        readable = false;
        assertThat(applications()).containsExactly("orders");
    }

    @Test
    void deployment_isWaitedForUntilItEnds() {
        features.deploymentEvent(DeploymentEvent.DEPLOYMENT_STARTED);
        assertThat(features.unsettled()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        // so that somebody looks when it has not ended until then
        assertThat(changes).hasValue(1);
        features.deploymentEvent(DeploymentEvent.BUNDLES_INSTALLED);
        assertThat(features.unsettled()).isZero();
        assertThat(changes).hasValue(2);
    }
}
