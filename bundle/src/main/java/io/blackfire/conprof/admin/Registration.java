package io.blackfire.conprof.admin;

import java.lang.management.ManagementFactory;

import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.NotificationListener;
import javax.management.ObjectName;

import io.blackfire.conprof.ProfilerStatus.State;

/**
 * The name of the one profiler that JMX shows: whoever samples has it, not those that follow. Copies of us hear of each other
 * when the platform's MBean server tells that it has become free. Thread-safe.
 */
final class Registration {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final NotificationListener freed = (notification, nothing) -> {
        if (notification instanceof MBeanServerNotification told
                && told.getType().equals(MBeanServerNotification.UNREGISTRATION_NOTIFICATION)
                && told.getMBeanName().getCanonicalName().equals(ProfilerMXBean.NAME)) {
            update();
        }
    };
    private final Object bean;
    private boolean wanted;
    private boolean registered;

    /** @param bean what shows the profiler */
    Registration(Object bean) {
        this.bean = bean;
        try {
            server.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, freed, null, null);
        } catch (JMException | SecurityException e) {
            LOG.log(System.Logger.Level.DEBUG, "JMX does not tell when another profiler ends: {0}", e.toString());
        }
    }

    /** The profiler's state is another one. */
    synchronized void enter(State state) {
        wanted = state != State.FOLLOWING;
        update();
    }

    /** Takes it back. */
    void close() {
        try {
            server.removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, freed);
        } catch (ListenerNotFoundException e) {
            // closed before, or never added
        } catch (JMException | SecurityException e) {
            LOG.log(System.Logger.Level.DEBUG, "JMX tells us still: {0}", e.toString());
        }
        synchronized (this) {
            wanted = false;
            update();
        }
    }

    private synchronized void update() {
        if (wanted == registered) {
            return;
        }
        try {
            ObjectName name = new ObjectName(ProfilerMXBean.NAME);
            if (wanted) {
                server.registerMBean(bean, name);
                registered = true;
            } else {
                // first, since all copies are told before it returns
                registered = false;
                server.unregisterMBean(name);
            }
        } catch (InstanceAlreadyExistsException e) {
            LOG.log(System.Logger.Level.DEBUG, "JMX shows another Blackfire profiler of this JVM, not yet this one");
        } catch (JMException | SecurityException e) {
            LOG.log(System.Logger.Level.WARNING, "JMX does not show the Blackfire profiler: {0}", e.toString());
        }
    }
}
