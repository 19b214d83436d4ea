package io.blackfire.conprof;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.attribution.Fixtures;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.profile.Share;

import static org.assertj.core.api.Assertions.assertThat;

class NamingTest {
    private static final ServerInfo SERVER = new ServerInfo("karaf 4.4.10", "root", null, Rank.SERVER);

    private static Naming naming(Map<String, String> settings, Owner... owners) {
        ProfilerConfig config = ProfilerConfig.resolve(settings, null, key -> null, key -> null);
        return new Naming(config, SERVER, List.of(owners));
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private static final Map<String, String> OF_SERVER = Map.of("server", "karaf 4.4.10", "server_name", "root");

    @Test
    void labelsThatAgree_areTheProfiles() {
        Owner web = Fixtures.owner("shop", Map.of("deployment", "shop/1", "module", "web", "context_path", "/shop"));
        Owner orders = Fixtures.owner("shop", Map.of("deployment", "shop/1", "module", "orders"));
        Naming naming = naming(Map.of(), web, orders);

        Share share = naming.shareOf(web);
        assertThat(share.application().name()).isEqualTo("shop");
        assertThat(share.application().server()).isFalse();
        assertThat(share.application().labels())
                .isEqualTo(with(OF_SERVER, Map.of("deployment", "shop/1", "context_path", "/shop")))
                .isEqualTo(naming.shareOf(orders).application().labels());
        assertThat(share.labels()).isEqualTo(Map.of("module", "web"));
        assertThat(naming.shareOf(orders).labels()).isEqualTo(Map.of("module", "orders"));
    }

    @Test
    void deploymentsThatSettingsGiveOneName_keepTheirLabels() {
        Owner a = Fixtures.owner("a");
        Owner b = Fixtures.owner("b");
        Naming naming = naming(Map.of("deployments.names", "a:all,b:all", "deployments.labels", "a:tier=gold"), a, b);
        assertThat(naming.shareOf(a).application().name()).isEqualTo("all");
        assertThat(naming.shareOf(a).application().labels()).isEqualTo(with(OF_SERVER, Map.of("tier", "gold")));
        assertThat(naming.shareOf(a).labels()).isEqualTo(Map.of("deployment", "a"));
        assertThat(naming.shareOf(b).labels()).isEqualTo(Map.of("deployment", "b"));
    }

    @Test
    void deploymentThatIsExcluded_isTheServers() {
        Owner hidden = Fixtures.owner("hidden", Map.of("deployment", "hidden-1.war"));
        Naming naming = naming(Map.of("deployments.exclude", "hid*", "labels", "x:y"), hidden);
        assertThat(naming.shareOf(hidden)).isEqualTo(naming.shareOf(null));
        assertThat(naming.shareOf(null).application().name()).isEqualTo("root");
        assertThat(naming.shareOf(null).application().server()).isTrue();
        assertThat(naming.shareOf(null).application().labels()).isEqualTo(with(OF_SERVER, Map.of("x", "y")));
        assertThat(naming.shareOf(null).labels()).isEmpty();
    }
}
