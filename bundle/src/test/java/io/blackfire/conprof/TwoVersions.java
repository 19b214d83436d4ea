package io.blackfire.conprof;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BinaryOperator;

import javax.management.ObjectName;

/** A JVM in which copies of us meet that are not of one version. Prints the states that they come to. */
public final class TwoVersions {
    private TwoVersions() {}

    /** @param args the Agent, a folder to work in, and where an older version's classes are, if that comes first */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        if (args.length > 2) {
            olderShared(args[0], folder, Path.of(args[2]));
        } else {
            olderCopy(args[0], folder);
        }
    }

    /** What all copies share is that of the first one, which knew of claims alone. */
    private static void olderShared(String agent, Path folder, Path older) throws Exception {
        Copy first = Copy.start(agent, folder.resolve("first"), Rank.LIBRARY, Duration.ofSeconds(1), List.of(older));
        first.awaitState("RUNNING");
        Copy second = Copy.start(agent, folder.resolve("second"), Rank.SERVER);
        second.awaitState("BUSY");
        second.add("app", null).run(() -> {});
        first.end();
        second.awaitState("RUNNING");
        System.out.println("flush: " + second.call("flush"));
        second.end();
    }

    /** It claims without a rank, and profiles its own deployments alone. */
    private static void olderCopy(String agent, Path folder) throws Exception {
        Copy first = Copy.start(agent, folder.resolve("first"), Rank.LIBRARY);
        first.awaitState("RUNNING");
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Thread older = new Thread(() -> {
            try {
                shared().apply("older", "conprof:claim");
                first.call("stop");
                String owner = shared().apply("older", "conprof:claim");
                System.out.println("claim: " + owner);
                claimed.countDown();
                over.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        older.start();
        claimed.await();
        Copy second = Copy.start(agent, folder.resolve("second"), Rank.SERVER);
        second.awaitState("BUSY");
        // without a word
        over.countDown();
        older.join();
        second.awaitState("RUNNING");
        System.out.println("flush: " + second.call("flush"));
        second.end();
        first.end();
    }

    @SuppressWarnings("unchecked")
    private static BinaryOperator<String> shared() throws Exception {
        ClassLoader loader = ManagementFactory.getPlatformMBeanServer()
                .getClassLoaderFor(new ObjectName("io.blackfire.conprof:type=SharedProfiler"));
        return (BinaryOperator<String>) loader.loadClass("io.blackfire.conprof.sampling.SharedProfiler")
                .getField("INSTANCE")
                .get(null);
    }
}
