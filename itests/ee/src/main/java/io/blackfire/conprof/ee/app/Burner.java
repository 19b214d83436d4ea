package io.blackfire.conprof.ee.app;

import javax.naming.InitialContext;
import javax.naming.NamingException;

import io.blackfire.conprof.apps.work.Account;

/** The work of one deployment, on its own account; each class loader has one. */
final class Burner {
    private static final Account ACCOUNT = new Account(module());

    private Burner() {}

    static long work(int units) {
        return ACCOUNT.work(units);
    }

    /** CPU time that this deployment has used until now. */
    static long cpuNanos() {
        return Account.cpuNanos(module());
    }

    private static String module() {
        try {
            return InitialContext.doLookup("java:module/ModuleName");
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
    }
}
