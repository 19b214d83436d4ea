package io.blackfire.conprof.profile;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SampleTableTest {

    private record Key(int stack, int thread, int type) {}

    @Test
    void rows_addUpLikeAMap() {
        SampleTable table = new SampleTable();
        Map<Key, Long> expected = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            Key key = new Key(random.nextInt(), random.nextInt(4) - 2, random.nextInt(2));
            if (i % 3 != 0 && !expected.isEmpty()) {
                key = new Key(i % 1000, -1, 0);
            }
            int row = table.row(key.stack(), key.thread(), key.type());
            table.add(row, SampleTable.ALLOC_BYTES, i);
            expected.merge(key, (long) i, Long::sum);
        }
        assertThat(table.size()).isEqualTo(expected.size());
        for (int row = 0; row < table.size(); row++) {
            Key key = new Key(table.stackId(row), table.threadId(row), table.classId(row));
            assertThat(table.value(row, SampleTable.ALLOC_BYTES)).isEqualTo(expected.get(key));
            assertThat(table.value(row, SampleTable.LIVE_BYTES)).isZero();
        }
    }

    @Test
    void separateRows_areOneForEachOwnerInTheEnd() {
        SampleTable table = new SampleTable();
        String[] owners = {null, "a", null, "b", "a", "a"};
        table.row(1, 2, 0);
        for (int row = 1; row < owners.length - 1; row++) {
            table.separateRow(1, 2, 0);
        }
        table.separateRow(1, 3, 0);
        for (int row = 0; row < owners.length; row++) {
            table.add(row, SampleTable.ALLOC_BYTES, 10L << row);
            table.countEvent(row);
        }
        table.mergeSeparateRows(owners);
        assertThat(IntStream.range(0, owners.length).mapToLong(row -> table.value(row, SampleTable.ALLOC_BYTES)))
                .containsExactly(10L, 180L, 40L, 80L, 0L, 320L);
        assertThat(IntStream.range(0, owners.length).mapToLong(row -> table.value(row, SampleTable.EVENTS)))
                .containsExactly(1L, 2L, 1L, 1L, 0L, 1L);
    }
}
