package io.blackfire.conprof.apps.crm.rules;

import io.blackfire.conprof.apps.work.Account;

/** A library that begins nothing itself. */
public final class Rules {
    private final Account account;

    /** Rules for a service, on its account. */
    public Rules(String name) {
        account = new Account(name);
    }

    /** Checks so much. */
    public long check(int units) {
        return account.work(units);
    }
}
