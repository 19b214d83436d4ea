package io.blackfire.conprof.ee.inject;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

import io.blackfire.conprof.Profiler;

/** Has the profiler injected in an EJB module, which is a deployment of its own inside of an application. */
@Stateless
public class StateBean {
    @Inject
    private Profiler profiler;

    /** For the container. */
    public StateBean() {}

    /** The profiler's state. */
    public String state() {
        return profiler.status().state().name();
    }
}
