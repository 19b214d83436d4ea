package io.blackfire.conprof.sampling;

/** What the management console sees of the one async-profiler of this JVM. */
public interface SharedProfilerMBean {

    /** Version of async-profiler; empty until it is loaded. */
    String getVersion();

    /** Who uses it now; empty when nobody does. */
    String getOwner();
}
