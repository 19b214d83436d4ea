package io.blackfire.conprof.admin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.thread.OwnThread;

/**
 * Checks what a user would check when profiles are missing, and says what to do about what is wrong. Never throws, and
 * never takes longer than some seconds: what has not been seen by then is a finding as well. Thread-safe.
 */
public final class Doctor {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Before the patience ends, so that the reason can still be told. */
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private static final Path PROC = Path.of("/proc");

    private final Profiler profiler;
    private final Path folder;
    private final AtomicReference<CompletableFuture<List<Finding>>> visit = new AtomicReference<>();

    /**
     * @param profiler the patient
     * @param folder the private folder that its adapter gave it, or null
     */
    public Doctor(Profiler profiler, Path folder) {
        this.profiler = profiler;
        this.folder = folder;
    }

    /**
     * Looks everywhere, changing nothing; one finding for each check, always in the same order. Whoever asks meanwhile gets
     * the same.
     */
    public List<Finding> examine() {
        CompletableFuture<List<Finding>> own = new CompletableFuture<>();
        CompletableFuture<List<Finding>> underWay = visit.compareAndExchange(null, own);
        if (underWay != null) {
            return underWay.join();
        }
        List<Finding> findings = List.of(unseen("doctor", "an error of its own"));
        try {
            findings = look();
            return findings;
        } finally {
            visit.set(null);
            own.complete(findings);
        }
    }

    private List<Finding> look() {
        ProfilerStatus status = profiler.status();
        Kernel kernel = new Kernel(PROC);
        return run(
                List.of(
                        new StateCheck(status),
                        new PlatformCheck(),
                        new LibraryCheck(status),
                        new OthersCheck(status, PROC),
                        new PerfEventsCheck(status, kernel),
                        new KernelStacksCheck(status.config(), kernel),
                        new FolderCheck(folder, PROC),
                        new AgentCheck(status, CONNECT),
                        new SettingsCheck(status.config())),
                PATIENCE);
    }

    static List<Finding> run(List<Check> checks, Duration patience) {
        ExecutorService executor = Executors.newFixedThreadPool(checks.size(), work -> OwnThread.of(work, "doctor"));
        try {
            List<Future<Finding>> looks = executor.invokeAll(
                    checks.stream().map(Doctor::look).toList(), patience.toMillis(), TimeUnit.MILLISECONDS);
            List<Finding> findings = new ArrayList<>();
            for (int i = 0; i < checks.size(); i++) {
                findings.add(result(checks.get(i), looks.get(i), patience));
            }
            return findings;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(unseen("doctor", "interrupted"));
        } catch (RuntimeException | Error e) {
            // no threads to be had: that is a diagnosis too
            return List.of(unseen("doctor", e.toString()));
        } finally {
            executor.shutdownNow();
        }
    }

    private static Callable<Finding> look(Check check) {
        return check::look;
    }

    private static Finding result(Check check, Future<Finding> look, Duration patience) throws InterruptedException {
        try {
            return look.get();
        } catch (CancellationException e) {
            return unseen(check.name(), "not seen within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            return unseen(check.name(), e.getCause().toString());
        }
    }

    private static Finding unseen(String check, String why) {
        return Finding.warning(check, "could not be checked: " + why, "try again; look into the server's log");
    }
}
