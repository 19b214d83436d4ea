package io.blackfire.conprof.apps.pricing;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.apps.work.Background;

/** A Blueprint bean that works in the background. */
public final class Pricing {
    private static final int UNITS = 8;

    private Background background;

    /** For the Blueprint container. */
    public Pricing() {}

    /** The container begins. */
    public void begin() {
        Account account = new Account("pricing");
        background = new Background("pricing", () -> account.work(UNITS));
    }

    /** The container ends. */
    public void end() {
        background.close();
    }
}
