package io.blackfire.conprof.sampling;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharedClaimTest {
    private final SharedClaim claim = new SharedClaim();
    private final List<String> told = new ArrayList<>();
    private final List<Runnable> calls = new ArrayList<>();

    private String claim(String who, int rank) {
        Runnable call = () -> told.add(who);
        calls.add(call);
        claim.claim(Claimant.now(who, rank, call)).forEach(Claimant::tell);
        return claim.owner();
    }

    private void release(String who) {
        claim.release(who).forEach(Claimant::tell);
    }

    @Test
    void firstOfEqualRank_hasItAndIsNotDisturbed() {
        assertThat(claim("a", 1)).isEqualTo("a");
        assertThat(claim("b", 1)).isEqualTo("a");
        assertThat(claim("a", 1)).isEqualTo("a");
        assertThat(told).isEmpty();
        assertThat(claim.wanted()).isFalse();
    }

    @Test
    void higherRank_asksTheOwnerToLetGo() {
        claim("a", 0);
        claim("b", 1);
        assertThat(told).containsExactly("a");
        assertThat(claim.wanted()).isTrue();
        release("a");
        assertThat(told).containsExactly("a", "b");
        assertThat(claim("b", 1)).isEqualTo("b");
        assertThat(claim.wanted()).isFalse();
    }

    @Test
    void release_isToldToAllWhoWaitAndTheHighestRankIsNext() {
        claim("a", 1);
        claim("b", 0);
        claim("c", 1);
        claim("d", 1);
        release("a");
        assertThat(told).containsExactly("b", "c", "d");
        told.clear();
        // it comes first, but it is not its turn; whose turn it is, is told again
        assertThat(claim("b", 0)).isEmpty();
        assertThat(told).containsExactly("c");
        assertThat(claim("c", 1)).isEqualTo("c");
    }

    @Test
    void whoNoLongerWaits_isNotWaitedFor() {
        claim("a", 0);
        claim("b", 2);
        release("b");
        assertThat(claim.wanted()).isFalse();
        assertThat(claim.owner()).isEqualTo("a");
        release("a");
        assertThat(claim("c", 0)).isEqualTo("c");
    }

    @Test
    void endedThread_claimsAndWaitsNoLonger() throws Exception {
        inThreadThatEnds(() -> claim("a", 0));
        assertThat(claim.abandoned()).isTrue();
        claim.forget();
        inThreadThatEnds(() -> claim("b", 2));
        claim.forget();
        assertThat(claim("c", 0)).isEqualTo("c");
        inThreadThatEnds(() -> claim("d", 2));
        assertThat(claim.wanted()).isFalse();
    }

    private static void inThreadThatEnds(Runnable work) throws InterruptedException {
        Thread thread = new Thread(work);
        thread.start();
        thread.join();
    }

    @Test
    void claimWithoutRank_isThatOfACopyThatLeadsNobody() {
        claim.claim(Claimant.now("older", SharedClaim.NO_RANK, null));
        assertThat(claim.owner()).isEqualTo("older");
        assertThat(claim.leads()).isFalse();
        assertThat(claim("b", 0)).isEqualTo("older");
        assertThat(claim.wanted()).isTrue();
        release("older");
        claim("b", 0);
        assertThat(claim.leads()).isTrue();
    }
}
