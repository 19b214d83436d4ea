package io.blackfire.conprof.attribution;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.admin.ClassHashes;
import io.blackfire.conprof.admin.ListedClasses;

import static org.assertj.core.api.Assertions.assertThat;

class ClassOwnershipTest {
    private final Owner orders = Fixtures.owner("orders", "com.acme.Order", "com.lib.Json", "com.acme.Api");
    private final Owner billing = Fixtures.owner("billing", "com.acme.Bill", "com.lib.Json");
    private final ClassOwnership ownership = new ClassOwnership(List.of(orders, billing));

    @Test
    void classOfOneDeployment_isOwned() {
        assertThat(ownership.claim("com/acme/Order")).isEqualTo(new Claim(Claim.Kind.OWNED, List.of(orders)));
        assertThat(ownership.claim("com/acme/Bill")).isEqualTo(new Claim(Claim.Kind.OWNED, List.of(billing)));
    }

    @Test
    void libraryInTwoDeployments_isShared() {
        assertThat(ownership.claim("com/lib/Json").kind()).isEqualTo(Claim.Kind.SHARED);
    }

    @Test
    void deploymentUpdatedInMidPeriod_ownsItsClassesInBothLives() {
        Owner update = Fixtures.owner("orders", "com.acme.Order", "com.acme.OrderV2");
        ClassOwnership bothLives = new ClassOwnership(List.of(orders, update, billing));
        assertThat(bothLives.claim("com/acme/Order")).isEqualTo(new Claim(Claim.Kind.OWNED, List.of(update)));
        assertThat(bothLives.claim("com/acme/Api").owner()).isSameAs(orders);
        assertThat(bothLives.claim("com/lib/Json").kind()).isEqualTo(Claim.Kind.SHARED);
    }

    @Test
    void classOfNobody_isTheServers() {
        assertThat(ownership.claim("org/server/Main").kind()).isEqualTo(Claim.Kind.SERVER);
        assertThat(ownership.claim("com/acme/Unknown").kind()).isEqualTo(Claim.Kind.SERVER);
    }

    @Test
    void classOfTheJdk_saysNothing() {
        assertThat(ownership.claim("java/util/HashMap").kind()).isEqualTo(Claim.Kind.NEUTRAL);
        assertThat(ownership
                        .claim("jdk/internal/reflect/GeneratedMethodAccessor7")
                        .kind())
                .isEqualTo(Claim.Kind.NEUTRAL);
        assertThat(ownership.claim("jdk/proxy2/$Proxy7").kind()).isEqualTo(Claim.Kind.NEUTRAL);
    }

    @Test
    void classOfALibrary_isNobodysUnlessTheServerHasItToo() {
        ClassOwnership around = in(Set.of("org.server.Main", "org.both.Util"), Set.of("org.lib.Pool", "org.both.Util"));
        assertThat(around.claim("org/lib/Pool")).isEqualTo(Claim.LIBRARY);
        assertThat(around.claim("org/lib/Pool$$Lambda$3.0x0000000800c8b840")).isEqualTo(Claim.LIBRARY);
        assertThat(around.claim("org/both/Util").kind()).isEqualTo(Claim.Kind.SERVER);
        assertThat(around.claim("org/unknown/Main").kind()).isEqualTo(Claim.Kind.SERVER);
    }

    @Test
    void classOfADeploymentThatIsElsewhereToo_saysNothing() {
        assertThat(in(Set.of("com.lib.Json"), Set.of()).claim("com/lib/Json").kind())
                .isEqualTo(Claim.Kind.NEUTRAL);
        assertThat(in(Set.of(), Set.of("com.acme.Order"))
                        .claim("com/acme/Order")
                        .kind())
                .isEqualTo(Claim.Kind.NEUTRAL);
        Owner withXmlApis = Fixtures.owner("withXmlApis", "org.xml.sax.helpers.DefaultHandler");
        assertThat(new ClassOwnership(List.of(withXmlApis))
                        .claim("org/xml/sax/helpers/DefaultHandler")
                        .kind())
                .isEqualTo(Claim.Kind.NEUTRAL);
    }

    @Test
    void surroundingsThatFail_haveNothing() {
        Surroundings broken = new Surroundings(
                name -> {
                    throw new IllegalStateException("bundle is gone");
                },
                name -> false);
        assertThat(new ClassOwnership(List.of(orders), Map.of(), broken)
                        .claim("com/acme/Order")
                        .owner())
                .isSameAs(orders);
    }

    private ClassOwnership in(Set<String> server, Set<String> libraries) {
        return new ClassOwnership(
                List.of(orders, billing), Map.of(), new Surroundings(server::contains, libraries::contains));
    }

    @Test
    void alias_isTheFrameOfTheOwnerThatItStandsFor() {
        Owner seenByAnother = Fixtures.owner("orders-2.1", "com.acme.Order");
        ClassOwnership both =
                new ClassOwnership(List.of(orders), Map.of(seenByAnother.marker(), orders), Surroundings.UNKNOWN);
        assertThat(both.claim(Fixtures.frameOf(seenByAnother)).owner()).isSameAs(orders);
        assertThat(both.claim("com/acme/Order").owner()).isSameAs(orders);
        assertThat(both.of(List.of(orders), Map.of(), Surroundings.UNKNOWN)).isFalse();
    }

    @Test
    void generatedClass_countsAsTheOneItWasMadeFrom() {
        assertThat(ownership
                        .claim("com/acme/Order$$Lambda$3.0x0000000800c8b840")
                        .owner())
                .isSameAs(orders);
        assertThat(ownership.claim("com/acme/Order+0x00007f1a2b3c4d5e").owner()).isSameAs(orders);
        assertThat(ownership.claim("com/acme/Bill$$EnhancerByCGLIB$$1a2b").owner())
                .isSameAs(billing);
    }

    @Test
    void proxyInAPackage_countsAsThatPackage() {
        ClassOwnership alone = new ClassOwnership(List.of(orders));
        assertThat(alone.claim("com/acme/$Proxy12").owner()).isSameAs(orders);
        assertThat(ownership.claim("com/acme/$Proxy12").kind()).isEqualTo(Claim.Kind.SHARED);
    }

    @Test
    void markerFrame_namesItsOwner() {
        assertThat(ownership.claim(Fixtures.frameOf(billing))).isEqualTo(Claim.marker(billing));
        assertThat(ownership
                        .claim(Fixtures.frameOf(billing).replaceFirst("\\.0x", "+0x"))
                        .owner())
                .isSameAs(billing);
        Claim unknown = ownership.claim(Fixtures.frameOf(Fixtures.owner("gone")));
        assertThat(unknown.marker()).isTrue();
        assertThat(unknown.owner()).isNull();
    }

    @Test
    void deploymentThatFails_ownsNothing() {
        ClassSource broken = new ClassSource() {
            @Override
            public Set<String> packages() {
                return Set.of("com.acme");
            }

            @Override
            public boolean contains(String className) {
                throw new IllegalStateException("bundle is gone");
            }
        };
        Owner failing = new Owner("failing", Map.of(), broken, Markers.define(), (ClassLoader) null);
        assertThat(new ClassOwnership(List.of(failing, orders))
                        .claim("com/acme/Order")
                        .owner())
                .isSameAs(orders);
    }

    @Test
    void heap_isThatOfThoseWhoAreAskedToo() {
        Owner listed = new Owner(
                "listed",
                Map.of(),
                ListedClasses.of(List.of("com.acme.A", "com.acme.B"), false),
                Markers.define(),
                (ClassLoader) null);
        Surroundings around = new Surroundings(ClassHashes.of(Set.of("a.B", "a.C", "a.D")), name -> false);
        long alone = new ClassOwnership(List.of(Fixtures.owner("x", "com.acme.A"))).heapBytes();
        assertThat(new ClassOwnership(
                                List.of(listed), Map.of(), around.or(new Surroundings(name -> false, name -> false)))
                        .heapBytes())
                .isEqualTo(alone + listed.classes().heapBytes() + 3 * Long.BYTES);
        assertThat(listed.classes().heapBytes()).isPositive();
    }

    @Test
    void namesWithoutEnd_areNotKeptWithoutEnd() {
        for (int i = 0; i < 250_000; i++) {
            ownership.claim("com/acme/Generated" + i + "X");
        }
        assertThat(ownership.heapBytes()).isLessThan(20_000_000);
    }
}
