package io.blackfire.conprof.admin;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.Setting;

import static org.assertj.core.api.Assertions.assertThat;

class DeploymentShareTest {
    private final Profiler profiler = Profiler.builder()
            .applicationName("the server")
            .set(Setting.DEPLOYMENTS_EXCLUDE, "internal*")
            .set(Setting.DEPLOYMENTS_NAMES, "shop:Web shop")
            .set(Setting.DEPLOYMENTS_LABELS, "sh*:team=web")
            .build();

    private void add(String name, ClassLoader loader) {
        profiler.deployments().add(name, Map.of("context_path", "/" + name), new NoClasses(), loader);
    }

    @Test
    void shares_areNamedAsTheSettingsSay() {
        add("shop", getClass().getClassLoader());
        add("internal-jobs", null);
        assertThat(DeploymentShare.all(profiler))
                .containsExactly(
                        new DeploymentShare(
                                "shop", "Web shop", false, Map.of("context_path", "/shop", "team", "web"), 0, 0, 0),
                        new DeploymentShare(
                                "internal-jobs",
                                "the server",
                                true,
                                Map.of("context_path", "/internal-jobs"),
                                0,
                                0,
                                0));
    }

    @Test
    void deploymentWithSeveralClassLoaders_isThereOnce() {
        add("shop", getClass().getClassLoader());
        add("shop", ClassLoader.getPlatformClassLoader());
        assertThat(DeploymentShare.all(profiler)).hasSize(1);
    }

    @Test
    void singleMode_isAllTheServers() {
        profiler.configure(ProfilerConfig.resolve(Map.of("mode", "single")));
        add("shop", null);
        assertThat(DeploymentShare.all(profiler)).allMatch(DeploymentShare::server);
    }

    @Test
    void table_namesDeploymentsAndDetailsTheirLabels() {
        add("shop", null);
        assertThat(DeploymentsText.table(DeploymentShare.all(profiler)))
                .isEqualTo("  DEPLOYMENT  APPLICATION  SAMPLES  PROFILES  UPLOADED\n"
                        + "  shop        Web shop           0         0         0\n");
        assertThat(DeploymentsText.details(DeploymentShare.all(profiler)))
                .startsWith("shop\n  application         Web shop\n")
                .contains("  label context_path  /shop\n  label team          web\n");
    }

    @Test
    void json_hasTheLabels() {
        add("shop", null);
        assertThat(DeploymentsJson.of(DeploymentShare.all(profiler)))
                .isEqualTo("[{\"name\":\"shop\",\"application\":\"Web shop\",\"server\":false,"
                        + "\"labels\":{\"context_path\":\"/shop\",\"team\":\"web\"},"
                        + "\"samples\":0,\"profiles\":0,\"delivered\":0}]");
    }

    private static final class NoClasses implements ClassSource {

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
