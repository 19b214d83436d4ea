package io.blackfire.conprof.attribution;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LiveOwnersTest {
    private final Owner a = Fixtures.owner("a");
    private final Owner b = Fixtures.owner("b");
    private final LiveOwners owners = new LiveOwners();

    private void allocated(long id, Owner owner) {
        owners.keep(id, owner);
        owners.endPeriod(true);
    }

    @Test
    void object_isItsOwnersAsLongAsItIsAskedFor() {
        allocated(1, a);
        for (int period = 0; period < 3; period++) {
            assertThat(owners.ownerOf(1)).isSameAs(a);
            owners.endPeriod(true);
        }
        owners.endPeriod(true);
        assertThat(owners.ownerOf(1)).isNull();
    }

    @Test
    void ownerThatBecameAnAlias_isTheOneThatStandsForIt() {
        allocated(1, a);
        owners.settle(List.of(b), Map.of(a.marker(), b));
        assertThat(owners.ownerOf(1)).isSameAs(b);
    }

    @Test
    void ownerThatNobodyKnows_isTheServer() {
        allocated(1, a);
        owners.settle(List.of(b), Map.of());
        assertThat(owners.ownerOf(1)).isNull();
    }

    /** Also where the period in which it was kept did not come to its end. */
    @Test
    void deploymentThatIsGone_isForgotten() {
        owners.keep(1, a);
        owners.forget(List.of(a));
        owners.endPeriod(true);
        assertThat(owners.ownerOf(1)).isNull();

        owners.keep(1, a);
        owners.clear();
        owners.endPeriod(true);
        assertThat(owners.ownerOf(1)).isNull();
    }

    @Test
    void periodsOfWhichAPartWasLost_doNotFillTheHeap() {
        int many = 200_000;
        for (int id = 0; id < many; id++) {
            owners.keep(id, a);
            if (id % 1_000 == 0) {
                owners.endPeriod(false);
            }
        }
        assertThat(owners.heapBytes()).isLessThan(many * 72L / 2);
    }
}
