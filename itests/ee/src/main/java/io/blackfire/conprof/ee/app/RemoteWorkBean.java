package io.blackfire.conprof.ee.app;

import jakarta.ejb.Stateless;

/** Works for others. */
@Stateless
public class RemoteWorkBean implements RemoteWork {
    /** For the container. */
    public RemoteWorkBean() {}

    @Override
    public long work(int units) {
        return Burner.work(units);
    }
}
