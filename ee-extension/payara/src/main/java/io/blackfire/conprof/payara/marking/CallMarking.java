package io.blackfire.conprof.payara.marking;

import java.io.Serializable;

import jakarta.interceptor.InvocationContext;
import org.glassfish.internal.api.Globals;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.payara.ConprofService;

/**
 * Marks calls of an application's enterprise beans, their timers, and messages to them. The server makes one for each
 * instance of a bean.
 */
public final class CallMarking implements Serializable {
    private static final long serialVersionUID = 1;
    private static final Deployment.Task<InvocationContext, Void, Void, Object, Exception> PROCEED =
            (invocation, none, nothing) -> invocation.proceed();

    // not kept when a bean is written to a file: the application may be another one when it is read
    private transient volatile Deployment deployment;

    /** For the server. */
    public CallMarking() {}

    /** Around each call; the server knows it by its name. */
    public Object call(InvocationContext invocation) throws Exception {
        Deployment known = deployment;
        if (known == null) {
            known = current();
            deployment = known;
        }
        return known == null ? invocation.proceed() : known.call(PROCEED, invocation, null, null);
    }

    private static Deployment current() {
        try {
            ConprofService service = Globals.get(ConprofService.class);
            return service == null ? null : service.currentDeployment().orElse(null);
        } catch (RuntimeException | LinkageError e) {
            // the call itself has to go on; whoever asks next may have more luck
            return null;
        }
    }
}
