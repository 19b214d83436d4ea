package io.blackfire.conprof.ee.app;

import java.io.IOException;
import java.io.UncheckedIOException;

import javax.naming.InitialContext;
import javax.naming.NamingException;

import jakarta.servlet.AsyncContext;

import io.blackfire.conprof.apps.work.Account;

/** The work of one deployment, on its own account; each class loader has one. */
public final class Burner {
    private static final Account ACCOUNT = new Account(module());

    private Burner() {}

    static long work(int units) {
        return ACCOUNT.work(units);
    }

    /** Works and ends the request with the result. */
    static void answer(int units, AsyncContext async) {
        try {
            async.getResponse().getWriter().print(work(units));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            async.complete();
        }
    }

    private static String module() {
        try {
            return InitialContext.doLookup("java:module/ModuleName");
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
    }
}
