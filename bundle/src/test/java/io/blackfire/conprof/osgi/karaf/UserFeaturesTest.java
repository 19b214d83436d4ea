package io.blackfire.conprof.osgi.karaf;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.karaf.features.internal.model.Dependency;
import org.apache.karaf.features.internal.model.Feature;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UserFeaturesTest {
    private final List<org.apache.karaf.features.Feature> installed = new ArrayList<>();

    /** Installs one that needs others, each as {@code name} or {@code name/range}. */
    private void install(String name, String... needs) {
        Feature feature = new Feature(name, "1.2.0");
        for (String need : needs) {
            String[] nameAndRange = need.split("/");
            feature.getFeature()
                    .add(
                            nameAndRange.length == 1
                                    ? new Dependency(nameAndRange[0], null)
                                    : new Dependency(nameAndRange[0], nameAndRange[1]));
        }
        installed.add(feature);
    }

    private List<List<String>> applications(String... required) {
        return new UserFeatures(installed, feature -> Set.of(required).contains(feature.getName()))
                .applications().stream()
                        .map(features -> features.stream()
                                .map(org.apache.karaf.features.Feature::getName)
                                .toList())
                        .toList();
    }

    @Test
    void feature_hasThoseThatItAloneNeeds() {
        install("model");
        install("orders", "service");
        install("service", "model");
        assertThat(applications("orders")).containsExactly(List.of("orders", "service", "model"));
    }

    @Test
    void featureThatSeveralNeed_isAnApplicationOfItsOwn() {
        install("orders", "common");
        install("billing", "common");
        install("common");
        assertThat(applications("orders", "billing"))
                .containsExactlyInAnyOrder(List.of("orders"), List.of("billing"), List.of("common"));
    }

    @Test
    void featureThatTheUserAskedForAsWell_isAnApplicationOfItsOwn() {
        install("orders", "billing");
        install("billing");
        assertThat(applications("orders", "billing")).containsExactlyInAnyOrder(List.of("orders"), List.of("billing"));
    }

    @Test
    void featuresThatNeedEachOther_areOneApplication() {
        install("orders", "service");
        install("service", "orders");
        assertThat(applications("orders")).containsExactly(List.of("orders", "service"));
    }

    @Test
    void versionThatIsNotMeant_isNotPartOfIt() {
        install("orders", "service/[2,3)", "model/[1,2)");
        install("service");
        install("model");
        assertThat(applications("orders")).containsExactly(List.of("orders", "model"));
    }
}
