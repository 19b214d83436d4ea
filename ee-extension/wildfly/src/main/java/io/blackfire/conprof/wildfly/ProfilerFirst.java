package io.blackfire.conprof.wildfly;

import java.beans.PropertyChangeListener;

import org.jboss.as.controller.ControlledProcessState.State;
import org.jboss.as.controller.ProcessStateNotifier;
import org.jboss.as.server.deployment.DeploymentPhaseContext;
import org.jboss.msc.service.ServiceController;
import org.jboss.msc.service.ServiceController.Mode;
import org.jboss.msc.service.ServiceRegistry;
import org.wildfly.service.ServiceDependency;

/**
 * When the profiler starts while the server boots: with the first deployment, as the start of each is to be profiled. Where
 * there is none, once the server is up: its boot takes no longer then. For any thread.
 */
final class ProfilerFirst {
    private final ServiceRegistry services;
    private final ProcessStateNotifier server;
    private final PropertyChangeListener listener = change -> startIfUp((State) change.getNewValue());

    ProfilerFirst(ServiceRegistry services, ProcessStateNotifier server) {
        this.services = services;
        this.server = server;
    }

    /** Lets it start, beside what else the deployment needs. */
    static void start(DeploymentPhaseContext phase) {
        start(phase.getServiceRegistry());
    }

    /** Lets a deployment wait until it has started, which may take longer than to come here. Without a profiler it goes on at once. */
    static void await(DeploymentPhaseContext phase) {
        if (phase.getServiceRegistry().getService(ConprofSubsystemRegistrar.SERVICE) != null) {
            phase.requires(ServiceDependency.on(ConprofSubsystemRegistrar.SERVICE));
        }
    }

    /** Lets it start as soon as the server is up, unless a deployment does before. */
    void watch() {
        server.addPropertyChangeListener(listener);
        startIfUp(server.getCurrentState());
    }

    void close() {
        server.removePropertyChangeListener(listener);
    }

    private void startIfUp(State state) {
        switch (state) {
            case RUNNING, RELOAD_REQUIRED, RESTART_REQUIRED -> start(services);
            case STARTING, STOPPING, STOPPED -> {}
        }
    }

    private static void start(ServiceRegistry services) {
        ServiceController<?> profiler = services.getService(ConprofSubsystemRegistrar.SERVICE);
        if (profiler != null) {
            profiler.compareAndSetMode(Mode.ON_DEMAND, Mode.ACTIVE);
        }
    }
}
