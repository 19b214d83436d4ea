package io.blackfire.conprof.attribution;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.attribution.Verdict.Rule;
import io.blackfire.conprof.attribution.Verdict.ThreadOf;

import static io.blackfire.conprof.attribution.Claim.LIBRARY;
import static io.blackfire.conprof.attribution.Claim.NEUTRAL;
import static io.blackfire.conprof.attribution.Claim.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

/** Stacks are written leaf first. */
class VerdictTest {
    private final Owner a = Fixtures.owner("a");
    private final Owner b = Fixtures.owner("b");
    private final Claim shared = new Claim(Claim.Kind.SHARED, List.of(a, b));

    private static Verdict of(Claim... claims) {
        return Verdict.of(claims);
    }

    private static Claim owned(Owner owner) {
        return new Claim(Claim.Kind.OWNED, List.of(owner));
    }

    @Test
    void innermostMarker_decides() {
        Verdict verdict = of(NEUTRAL, owned(a), Claim.marker(b), SERVER, Claim.marker(a), SERVER);
        assertThat(verdict.rule()).isEqualTo(Rule.MARKER);
        assertThat(verdict.owner()).isSameAs(b);
    }

    @Test
    void markerOfNobody_isPassedOver() {
        assertThat(of(NEUTRAL, Claim.marker(null), Claim.marker(a), SERVER).owner())
                .isSameAs(a);
        assertThat(of(owned(b), Claim.marker(null), SERVER)).isEqualTo(new Verdict(Rule.CLASS, b, ThreadOf.NOBODY));
    }

    @Test
    void outermostOwnedClass_decidesWithoutMarker() {
        assertThat(of(owned(b), NEUTRAL, owned(a), shared, NEUTRAL).owner()).isSameAs(a);
    }

    @Test
    void thread_isTheOwnersOnlyWhenNobodyElseCalledIt() {
        assertThat(of(SERVER, owned(a), NEUTRAL).thread()).isEqualTo(ThreadOf.OWNER);
        assertThat(of(owned(a), NEUTRAL, SERVER).thread()).isEqualTo(ThreadOf.NOBODY);
        assertThat(of(owned(a), shared).thread()).isEqualTo(ThreadOf.OWNER);
        assertThat(of(owned(Fixtures.owner("a")), shared).thread()).isEqualTo(ThreadOf.OWNER);
        assertThat(of(owned(a), shared, Claim.BROKEN).thread()).isEqualTo(ThreadOf.ANYBODY);
        assertThat(of(shared, Claim.BROKEN).thread()).isEqualTo(ThreadOf.ANYBODY);
        assertThat(of(owned(Fixtures.owner("c")), shared).thread()).isEqualTo(ThreadOf.NOBODY);
        assertThat(of(SERVER, shared, NEUTRAL).thread()).isEqualTo(ThreadOf.ONE_OF);
        assertThat(of(shared, SERVER).thread()).isEqualTo(ThreadOf.NOBODY);
    }

    @Test
    void stackWithoutOwnedClass_isLeftToTheThreadOrTheServer() {
        assertThat(of(NEUTRAL, shared, SERVER).rule()).isEqualTo(Rule.SHARED);
        assertThat(of(NEUTRAL, SERVER).rule()).isEqualTo(Rule.SERVER);
        assertThat(of(NEUTRAL, NEUTRAL).rule()).isEqualTo(Rule.NEUTRAL);
        assertThat(of().rule()).isEqualTo(Rule.NEUTRAL);
    }

    @Test
    void lostRoot_leavesItToTheThreadWhereNothingOfTheServersIsSeen() {
        assertThat(of(NEUTRAL, Claim.BROKEN)).isEqualTo(new Verdict(Rule.LOST, null, ThreadOf.ANYBODY));
        assertThat(of(NEUTRAL, Claim.BROKEN).ambiguous()).isTrue();
        assertThat(of(SERVER, Claim.BROKEN).rule()).isEqualTo(Rule.CUT);
        assertThat(of(NEUTRAL, Claim.CUT).rule()).isEqualTo(Rule.CUT);
    }

    @Test
    void virtualThread_saysNothingOfItsCarrier() {
        assertThat(of(owned(a), Claim.CARRIER, NEUTRAL)).isEqualTo(new Verdict(Rule.CLASS, a, ThreadOf.ANYBODY));
        assertThat(of(shared, Claim.CARRIER))
                .isEqualTo(new Verdict(Rule.SHARED, null, ThreadOf.ANYBODY, List.of(a, b)));
        assertThat(of(SERVER, Claim.CARRIER).thread()).isEqualTo(ThreadOf.ANYBODY);
        assertThat(new ClassOwnership(List.of()).claim("java/lang/VirtualThread"))
                .isSameAs(Claim.CARRIER);
    }

    @Test
    void libraryOfNobody_isLikeTheJdkAndSoIsWhatItCalls() {
        assertThat(of(owned(a), LIBRARY, NEUTRAL)).isEqualTo(new Verdict(Rule.CLASS, a, ThreadOf.OWNER));
        assertThat(of(owned(a), SERVER, LIBRARY)).isEqualTo(new Verdict(Rule.CLASS, a, ThreadOf.OWNER));
        assertThat(of(NEUTRAL, LIBRARY).rule()).isEqualTo(Rule.NEUTRAL);
        assertThat(of(SERVER, LIBRARY, NEUTRAL).rule()).isEqualTo(Rule.NEUTRAL);
        assertThat(of(SERVER, LIBRARY, SERVER).rule()).isEqualTo(Rule.SERVER);
        assertThat(of(LIBRARY, SERVER).rule()).isEqualTo(Rule.SERVER);
    }

    @Test
    void libraryOfADeployment_decidesOnlyWhereNothingElseDoes() {
        Claim library = new Claim(Claim.Kind.LIBRARY, List.of(b));
        assertThat(of(NEUTRAL, owned(a), library).owner()).isSameAs(a);
        assertThat(of(NEUTRAL, library, NEUTRAL)).isEqualTo(new Verdict(Rule.CLASS, b, ThreadOf.OWNER));
        assertThat(of(SERVER, library, SERVER)).isEqualTo(new Verdict(Rule.CLASS, b, ThreadOf.NOBODY));
        assertThat(of(shared, library, Claim.BROKEN)).isEqualTo(new Verdict(Rule.CLASS, b, ThreadOf.ANYBODY));
    }

    @Test
    void stackThatIsCut_isDecidedByWhatIsKnownOrByNobody() {
        assertThat(of(NEUTRAL, Claim.marker(a), SERVER, Claim.CUT).owner()).isSameAs(a);
        assertThat(of(owned(b), NEUTRAL, Claim.CUT)).isEqualTo(new Verdict(Rule.CLASS, b, ThreadOf.ANYBODY));
        assertThat(of(shared, SERVER, NEUTRAL, Claim.CUT).rule()).isEqualTo(Rule.CUT);
        assertThat(of(NEUTRAL, Claim.CUT).ambiguous()).isTrue();
    }

    @Test
    void stackThatIsBroken_isOneOfItsCandidates() {
        assertThat(of(NEUTRAL, Claim.marker(a), SERVER, Claim.BROKEN).owner()).isSameAs(a);
        assertThat(of(owned(b), NEUTRAL, Claim.BROKEN)).isEqualTo(new Verdict(Rule.CLASS, b, ThreadOf.ANYBODY));
        Verdict verdict = of(shared, SERVER, NEUTRAL, Claim.BROKEN);
        assertThat(verdict.rule()).isEqualTo(Rule.BROKEN);
        assertThat(verdict.candidates()).containsExactly(a, b);
        assertThat(verdict.ambiguous()).isTrue();
        assertThat(of(SERVER, Claim.BROKEN).rule()).isEqualTo(Rule.CUT);
    }

    @Test
    void classThatIsUnloaded_isSomebodysAndSoIsWhatItCalls() {
        assertThat(of(owned(b), Claim.UNLOADED, LIBRARY)).isEqualTo(new Verdict(Rule.CALLEE, b, ThreadOf.ANYBODY));
        assertThat(of(owned(b), Claim.UNLOADED, SERVER)).isEqualTo(new Verdict(Rule.CALLEE, b, ThreadOf.NOBODY));
        assertThat(of(Claim.UNLOADED, owned(b))).isEqualTo(new Verdict(Rule.CLASS, b, ThreadOf.OWNER));
        assertThat(of(Claim.UNLOADED, NEUTRAL)).isEqualTo(new Verdict(Rule.LOST, null, ThreadOf.ANYBODY));
        assertThat(of(shared, Claim.UNLOADED).rule()).isEqualTo(Rule.BROKEN);
        assertThat(of(Claim.UNLOADED, SERVER).rule()).isEqualTo(Rule.CUT);
        assertThat(of(NEUTRAL, SERVER, Claim.UNLOADED)).isEqualTo(new Verdict(Rule.LOST, null, ThreadOf.ANYBODY));
        assertThat(of(owned(b), SERVER, Claim.UNLOADED)).isEqualTo(new Verdict(Rule.CALLEE, b, ThreadOf.ANYBODY));
    }
}
