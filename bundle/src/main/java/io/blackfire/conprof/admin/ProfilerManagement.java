package io.blackfire.conprof.admin;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.management.StandardMBean;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.Setting;

/** A profiler as an MXBean of the platform's MBean server. */
public final class ProfilerManagement implements ProfilerMXBean {
    private final Profiler profiler;

    private ProfilerManagement(Profiler profiler) {
        this.profiler = profiler;
    }

    /**
     * Registers a profiler under {@link ProfilerMXBean#NAME}, whenever that is free and it follows no other profiler of this JVM.
     *
     * @return what ends it
     */
    public static Runnable register(Profiler profiler) {
        // wrapped: servers pass a bare MBean's class loader on with each remote call, and Karaf remembers those for
        // long
        Registration registration =
                new Registration(new StandardMBean(new ProfilerManagement(profiler), ProfilerMXBean.class, true));
        Runnable deaf = profiler.onState(registration::enter);
        return () -> {
            deaf.run();
            registration.close();
        };
    }

    @Override
    public String getState() {
        return Display.of(profiler.status().state());
    }

    @Override
    public String getReason() {
        return profiler.status().reason();
    }

    @Override
    public Date getSince() {
        return Date.from(profiler.status().since());
    }

    @Override
    public String getAsyncProfilerVersion() {
        return profiler.status().asyncProfilerVersion();
    }

    @Override
    public String getCpuEngine() {
        return profiler.status().cpuEngine();
    }

    @Override
    public long getPeriods() {
        return profiler.status().periods();
    }

    @Override
    public Map<String, ApplicationView> getApplications() {
        Map<String, ApplicationView> applications = new TreeMap<>();
        for (ProfilerStatus.Application application : profiler.status().applications()) {
            applications.put(application.name(), new ApplicationView(application));
        }
        return applications;
    }

    @Override
    public DeliveryView getDelivery() {
        return new DeliveryView(profiler.status().delivery());
    }

    @Override
    public CostView getLastPeriod() {
        return new CostView(profiler.status().lastPeriod());
    }

    @Override
    public Map<String, SettingView> getSettings() {
        ProfilerStatus status = profiler.status();
        Map<String, SettingView> settings = new TreeMap<>();
        for (Setting setting : Setting.values()) {
            settings.put(setting.key(), new SettingView(status.config(), setting));
        }
        return settings;
    }

    @Override
    public List<RefusedView> getRefused() {
        return profiler.status().config().problems().stream()
                .map(RefusedView::new)
                .toList();
    }

    @Override
    public void start() {
        profiler.start();
    }

    @Override
    public void stop() {
        profiler.stop();
    }

    @Override
    public boolean flush() {
        return profiler.flush();
    }
}
