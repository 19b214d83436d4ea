package io.blackfire.conprof.apps.reports;

import java.util.function.LongUnaryOperator;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.apps.work.Background;

/**
 * A component of Declarative Services: works in a thread of its own, and as a service for the application that calls it,
 * on that one's account.
 */
public final class Reports implements LongUnaryOperator {
    private static final int UNITS = 8;

    private final Account callers = new Account("audit");
    private Background background;

    /** For the component runtime. */
    public Reports() {}

    /** The component begins. */
    void activate() {
        Account account = new Account("reports");
        background = new Background("reports", () -> account.work(UNITS));
    }

    /** The component ends. */
    void deactivate() {
        background.close();
    }

    @Override
    public long applyAsLong(long units) {
        return callers.work((int) units);
    }
}
