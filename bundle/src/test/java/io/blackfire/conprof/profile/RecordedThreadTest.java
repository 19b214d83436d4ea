package io.blackfire.conprof.profile;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecordedThreadTest {
    @Test
    void threadOfTheCommonPool_isEverybodys() {
        assertThat(nameIn(ForkJoinPool.commonPool())).satisfies(name -> assertThat(new RecordedThread(1, name).common())
                .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Finalizer", "Common-Cleaner", "RMI TCP Connection(7)-127.0.0.1", "process reaper (pid 7)"})
    void threadThatTheJdkLendsToAll_isEverybodys(String name) {
        assertThat(new RecordedThread(1, name).common()).isTrue();
    }

    @Test
    void threadOfAnotherPool_mayBeSomebodysOwn() {
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            assertThat(nameIn(pool)).satisfies(name -> assertThat(new RecordedThread(1, name).common())
                    .isFalse());
        } finally {
            pool.shutdown();
        }
    }

    private static String nameIn(ForkJoinPool pool) {
        CompletableFuture<String> name = new CompletableFuture<>();
        // not supplyAsync: whoever waits for that may do the work itself
        pool.execute(() -> name.complete(Thread.currentThread().getName()));
        return name.join();
    }
}
