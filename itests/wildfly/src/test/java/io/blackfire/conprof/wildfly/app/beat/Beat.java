package io.blackfire.conprof.wildfly.app.beat;

/** Works all the time, with nothing but itself and the JDK on its stack. */
public final class Beat implements Runnable {
    private volatile long count;

    /** For whoever runs it. */
    public Beat() {}

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            count = 31 * count + 1;
        }
    }
}
