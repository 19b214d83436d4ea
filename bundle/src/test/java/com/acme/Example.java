package com.acme;

import io.blackfire.conprof.Profiler;

/** The example of Blackfire's documentation, as the README has it. */
public final class Example {
    private Example() {}

    public static void main(String[] args) throws InterruptedException {
        Profiler profiler = Profiler.builder().applicationName("my-app").build();
        profiler.start();
        foo();
        profiler.stop();
    }

    static void foo() throws InterruptedException {
        Thread.sleep(1000);
    }
}
