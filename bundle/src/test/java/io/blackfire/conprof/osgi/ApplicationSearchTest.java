package io.blackfire.conprof.osgi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ApplicationSearchTest {
    private final ApplicationSearch search = new ApplicationSearch(new ServerBundles(FakeContext.of(List.of())));

    @Test
    void applicationOfSeveralBundles_isTheSameInWhicheverOrderTheyAreSeen() {
        List<Bundle> bundles = Stream.of(3L, 1L, 2L)
                .map(id -> FakeBundle.at(id, "file:/" + id + ".jar", Map.of("Bundle-Activator", "x")))
                .toList();
        Features.Group orders =
                new Features.Group("orders", "1.0.0", Set.of("file:/1.jar", "file:/2.jar", "file:/3.jar"));
        assertThat(parts(bundles, orders))
                .isEqualTo(parts(List.of(bundles.get(2), bundles.get(0), bundles.get(1)), orders));
    }

    private List<Object> parts(List<Bundle> bundles, Features.Group feature) {
        var features = new Features.Snapshot(List.of(feature), Set.of(), feature.locations());
        List<Application> applications =
                search.find(bundles, features, bundle -> List.of()).applications();
        assertThat(applications).hasSize(1);
        return applications.get(0).parts();
    }

    /** Where no features say so, as in a static Karaf. */
    @Test
    void libraryWithAnActivator_isNoApplication() {
        Bundle camel = FakeBundle.at(
                1,
                "mvn:org.apache.camel/camel-core-osgi/3.22.4",
                Map.of("Bundle-Activator", "x", "Bundle-SymbolicName", "org.apache.camel.camel-core-osgi"));
        Landscape found = search.find(List.of(camel), Features.Snapshot.EMPTY, bundle -> List.of());
        assertThat(found.applications()).isEmpty();
        assertThat(found.libraries()).hasSize(1);
    }

    /** Felix says it in its own way. */
    @Test
    void bundleThatIsUninstalledMeanwhile_isAnIllegalState() {
        Bundle gone = FakeBundle.at(1, "file:/gone.jar", Map.of(), () -> {
            throw new IllegalArgumentException("Bundle is uninstalled.");
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> search.find(List.of(gone), Features.Snapshot.EMPTY, bundle -> List.of()));
    }
}
