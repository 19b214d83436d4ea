package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import one.profiler.AsyncProfiler;

import io.blackfire.conprof.Profiler;

/** What a server has to bear that only its own JVM can do to it. One at a time. */
final class Hardship {
    static final String NONE = "none";
    /** Next to nothing of the heap is left. */
    static final String HEAP = "heap";
    /** The same, with no profiler at work. */
    static final String HEAP_UNPROFILED = "heap-unprofiled";
    /** All threads that there can be are there. */
    static final String THREADS = "threads";
    /** Another profiler is at work when ours wants to start. */
    static final String ANOTHER_PROFILER = "another-profiler";
    /** The profiler stops. */
    static final String STOPPED = "stopped";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LEFT_BYTES = 32 << 20;
    /** Small enough to be no object of G1's humongous ones. */
    private static final int BLOCK_BYTES = 1 << 16;

    private static final int MOST_THREADS = 1_000;

    private final Profiler profiler;
    private final List<byte[]> blocks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private CountDownLatch end = new CountDownLatch(1);
    private String now = NONE;

    Hardship(Profiler profiler) {
        this.profiler = profiler;
    }

    synchronized void become(String next) {
        leave();
        now = next;
        try {
            switch (next) {
                case NONE -> {}
                case HEAP -> fillHeap();
                case HEAP_UNPROFILED -> {
                    profiler.stop();
                    fillHeap();
                }
                case THREADS -> takeThreads();
                case ANOTHER_PROFILER -> {
                    profiler.stop();
                    another("start,event=cpu,jfr,loglevel=none,file="
                            + Files.createTempFile("another", ".jfr").toAbsolutePath());
                    profiler.start();
                }
                case STOPPED -> profiler.stop();
                default -> throw new IllegalArgumentException(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void leave() {
        blocks.clear();
        end.countDown();
        threads.clear();
        if (now.equals(ANOTHER_PROFILER)) {
            another("stop,loglevel=none");
        }
        if (!now.equals(NONE)) {
            System.gc();
            profiler.startAndWait(PATIENCE);
        }
        now = NONE;
    }

    private void fillHeap() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        while (runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory() > LEFT_BYTES) {
            blocks.add(new byte[BLOCK_BYTES]);
        }
    }

    private void takeThreads() {
        CountDownLatch until = new CountDownLatch(1);
        end = until;
        try {
            while (threads.size() < MOST_THREADS) {
                Thread thread = new Thread(() -> awaitQuietly(until));
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
            throw new IllegalStateException("there is no limit of threads");
        } catch (OutOfMemoryError e) {
            // that was to be reached
        }
    }

    private static void awaitQuietly(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By the program's own async-profiler. */
    private static void another(String command) {
        try {
            AsyncProfiler.getInstance().execute(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
