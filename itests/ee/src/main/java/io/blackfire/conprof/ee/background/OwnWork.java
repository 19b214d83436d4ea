package io.blackfire.conprof.ee.background;

import io.blackfire.conprof.apps.work.Account;

/** The work of the one application that has this class. */
final class OwnWork {
    private static final Account ACCOUNT = new Account("background");

    private OwnWork() {}

    static long work(int units) {
        return ACCOUNT.work(units);
    }
}
