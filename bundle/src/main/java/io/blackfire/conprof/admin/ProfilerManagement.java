package io.blackfire.conprof.admin;

import java.lang.management.ManagementFactory;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.Setting;

/** A profiler as an MXBean of the platform's MBean server. */
public final class ProfilerManagement implements ProfilerMXBean {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final Profiler profiler;

    private ProfilerManagement(Profiler profiler) {
        this.profiler = profiler;
    }

    /**
     * Registers a profiler under {@link ProfilerMXBean#NAME}.
     *
     * @return what takes it back; null when another profiler of this JVM is registered there
     */
    public static Runnable register(Profiler profiler) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName name = new ObjectName(NAME);
            // wrapped: servers pass a bare MBean's class loader on with each remote call, and Karaf remembers those for
            // long
            server.registerMBean(new StandardMBean(new ProfilerManagement(profiler), ProfilerMXBean.class, true), name);
            return () -> unregister(server, name);
        } catch (InstanceAlreadyExistsException e) {
            LOG.log(System.Logger.Level.INFO, "JMX shows another Blackfire profiler of this JVM, not this one");
        } catch (JMException | SecurityException e) {
            LOG.log(System.Logger.Level.WARNING, "JMX does not show the Blackfire profiler: {0}", e.toString());
        }
        return null;
    }

    private static void unregister(MBeanServer server, ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (JMException e) {
            LOG.log(System.Logger.Level.DEBUG, "Somebody else has unregistered {0}", name);
        }
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
