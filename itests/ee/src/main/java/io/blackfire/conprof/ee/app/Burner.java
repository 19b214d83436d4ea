package io.blackfire.conprof.ee.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Future;

import javax.naming.InitialContext;
import javax.naming.NamingException;

import jakarta.servlet.AsyncContext;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.apps.work.Pool;

/** The work of one deployment, on its own account; each class loader has one. */
public final class Burner {
    private static final Account ACCOUNT = new Account(module());

    private static final Pool POOL = new Pool(ACCOUNT);

    private Burner() {}

    static long work(int units) {
        return ACCOUNT.work(units);
    }

    /** Has a library work, in a thread of the library's. */
    static Future<Long> workOfALibrary(int units) {
        return POOL.work(units);
    }

    /** Nothing works any longer. */
    static void end() {
        POOL.close();
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
