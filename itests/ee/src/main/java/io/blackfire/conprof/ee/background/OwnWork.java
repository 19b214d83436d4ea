package io.blackfire.conprof.ee.background;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.apps.work.Work;

/**
 * The work of the one application that has this class. Each way to come to it has a method, so that stacks tell it, and an
 * account of the same name.
 */
final class OwnWork {
    /** More frames than a stack in a recording has. */
    private static final int DEPTH = 3000;

    private static final int PARTS = 4;

    private static final Map<String, Account> ACCOUNTS = Stream.of(
                    "thread", "pool", "batch", "stage", "common", "parallel", "initialiser", "page", "deep", "script")
            .collect(Collectors.toMap(way -> way, way -> new Account("background-" + way)));
    private static final Work WORK = new Work();

    private static final String SCRIPT =
            """
            package scripts
            return { int units -> ({ -> account.work(units) } as java.util.concurrent.Callable) }
            """;

    private static int unitsToInitialise;
    private static Closure<Callable<Long>> script;

    private OwnWork() {}

    static long thread(int units) {
        return ACCOUNTS.get("thread").work(units);
    }

    static long pool(int units) {
        return ACCOUNTS.get("pool").work(units);
    }

    static long batch(int units) {
        return ACCOUNTS.get("batch").work(units);
    }

    static long stage(int units) {
        return ACCOUNTS.get("stage").work(units);
    }

    static long common(int units) {
        return ACCOUNTS.get("common").work(units);
    }

    /**
     * Longer than the others: its thread serves their requests as well, in pieces too short for the kernel's timers, which are then
     * counted here.
     */
    static long page(int units) {
        return ACCOUNTS.get("page").work(3 * units);
    }

    static long parallel(int units) {
        return IntStream.range(0, PARTS)
                .parallel()
                .mapToLong(part -> parallelPart(units / PARTS))
                .sum();
    }

    private static long parallelPart(int units) {
        return ACCOUNTS.get("parallel").work(units);
    }

    /** On no account: the JVM does not measure virtual threads. After each unit another carrier may go on. */
    static long virtual(int units) {
        long result = 0;
        for (int i = 0; i < units; i++) {
            result += WORK.units(1);
            Thread.yield();
        }
        return result;
    }

    /** In the static initialiser of a hidden class that is made for it. */
    static synchronized long initialise(int units) throws IOException, IllegalAccessException {
        unitsToInitialise = units;
        try (InputStream in = OwnWork.class.getResourceAsStream("Initialised.class")) {
            MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), true);
        }
        return units;
    }

    static long initialiser() {
        return ACCOUNTS.get("initialiser").work(unitsToInitialise);
    }

    /** In a class that Groovy makes, which no archive has, in a thread that has nothing else of the application's on its stack. */
    @SuppressWarnings("unchecked") // it is what the script says
    static synchronized Callable<Long> script(int units) {
        if (script == null) {
            Binding names = new Binding(Map.of("account", ACCOUNTS.get("script")));
            script = (Closure<Callable<Long>>)
                    new GroovyShell(OwnWork.class.getClassLoader(), names).evaluate(SCRIPT, "OwnWork_script.groovy");
        }
        return script.call(units);
    }

    static long deep(int units) {
        return deep(units, DEPTH);
    }

    private static long deep(int units, int depth) {
        return depth == 0 ? ACCOUNTS.get("deep").work(units) : deep(units, depth - 1);
    }
}
