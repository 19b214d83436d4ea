package io.blackfire.conprof.ee.plain;

import jakarta.ejb.Stateless;

import io.blackfire.conprof.apps.work.Work;

/** Works in an EJB. */
@Stateless
public class WorkBean {
    private final Work work = new Work();

    /** For the container. */
    public WorkBean() {}

    /** Works for so many units. */
    public long work(int units) {
        return work.units(units);
    }
}
