package io.blackfire.conprof.profile;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "main, main",
        "Thread-12, Thread",
        "pool-3-thread-12, pool-thread",
        "ForkJoinPool.commonPool-worker-3, ForkJoinPool.commonPool-worker",
        "default task-12, default task",
        "XNIO-1 task-4, XNIO task",
        "EJB default - 5, EJB default",
        "http-thread-pool::http-listener-1(3), http-thread-pool::http-listener",
        "qtp1234567-45, qtp",
        "http-nio-8080-exec-10, http-nio-exec",
        "Camel (camel-1) thread #2 - timer://tick, Camel (camel) thread - timer://tick",
        "RMI TCP Connection(7)-127.0.0.1, RMI TCP Connection",
        "GC Thread#3, GC Thread",
        "C2 CompilerThread0, C CompilerThread",
        "log4j2-TF-1-worker, log4j-TF-worker",
        "[tid=12], ''",
        "12, ''"
    })
    void threadsOfAPool_haveAllButNumbersInCommon(String name, String pool) {
        assertThat(new RecordedThread(1, name).pool).isEqualTo(pool);
    }

    private static String nameIn(ForkJoinPool pool) {
        CompletableFuture<String> name = new CompletableFuture<>();
        // not supplyAsync: whoever waits for that may do the work itself
        pool.execute(() -> name.complete(Thread.currentThread().getName()));
        return name.join();
    }
}
