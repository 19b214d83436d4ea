package io.blackfire.conprof.admin;

import io.blackfire.conprof.ProfilerStatus.Application;

/** {@link Application} with the getters that make it open data. */
public final class ApplicationView {
    private final Application application;

    ApplicationView(Application application) {
        this.application = application;
    }

    public boolean isServer() {
        return application.server();
    }

    public long getSamples() {
        return application.samples();
    }

    public long getProfiles() {
        return application.profiles();
    }

    public long getDelivered() {
        return application.delivered();
    }
}
