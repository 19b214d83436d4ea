package io.blackfire.conprof.admin;

import java.util.Date;
import java.util.List;
import java.util.Map;

/**
 * The profiler for JMX clients, as {@code io.blackfire.conprof:type=Profiler}. All of it is open data, readable without any
 * class of ours; secrets are hidden.
 */
public interface ProfilerMXBean {
    /** The name under which it is registered. */
    String NAME = "io.blackfire.conprof:type=Profiler";

    /** What it is doing: stopped, starting, running, following, disabled, busy or unavailable. */
    String getState();

    /** Why, when it is not simply running. */
    String getReason();

    /** When it came into this state. */
    Date getSince();

    /** Version of the native library; empty while it is not loaded. */
    String getAsyncProfilerVersion();

    /** What drives CPU sampling; empty before the first period has ended. */
    String getCpuEngine();

    /** Periods finished since the start. */
    long getPeriods();

    /** What each application got, by name. */
    Map<String, ApplicationView> getApplications();

    /** How uploads fare. */
    DeliveryView getDelivery();

    /** What profiling the last period cost. */
    CostView getLastPeriod();

    /** The settings in force, by key. */
    Map<String, SettingView> getSettings();

    /** The values that were refused. */
    List<RefusedView> getRefused();

    /** Starts to profile, in the background. */
    void start();

    /** Uploads what the period holds and stops to profile. */
    void stop();

    /** Ends the period and uploads it; whether the Agent took everything. */
    boolean flush();
}
