package io.blackfire.conprof.ee.app;

import java.util.concurrent.Future;

import jakarta.ejb.AsyncResult;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;

/** Works in a thread of the EJB container. */
@Stateless
public class AsynchronousBean {
    /** For the container. */
    public AsynchronousBean() {}

    /** Works, and has the result then. */
    @Asynchronous
    public Future<Long> work(int units) {
        return new AsyncResult<>(Burner.work(units));
    }
}
