package io.blackfire.conprof.payara;

import java.util.Collection;

import com.sun.enterprise.deployment.EjbDescriptor;
import com.sun.enterprise.deployment.InterceptorDescriptor;
import com.sun.enterprise.deployment.LifecycleCallbackDescriptor;

import io.blackfire.conprof.payara.marking.CallMarking;

/** Puts our interceptor before those of an application's enterprise beans. Whatever goes wrong, the application is deployed. */
final class BeanMarking {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String METHOD = "call";
    // of the specification's old kind, whose containers run no interceptors
    private static final String ENTITY = "Entity";

    private BeanMarking() {}

    /** To be called before the server makes containers of the beans. */
    static void install(Collection<EjbDescriptor> beans) {
        for (EjbDescriptor bean : beans) {
            try {
                if (!bean.getType().equals(ENTITY)) {
                    bean.addFrameworkInterceptor(interceptor());
                }
            } catch (RuntimeException | LinkageError e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Calls of bean " + bean.getName() + " are told apart by class only",
                        e);
            }
        }
    }

    private static InterceptorDescriptor interceptor() {
        LifecycleCallbackDescriptor call = new LifecycleCallbackDescriptor();
        call.setLifecycleCallbackClass(CallMarking.class.getName());
        call.setLifecycleCallbackMethod(METHOD);
        InterceptorDescriptor interceptor = new InterceptorDescriptor();
        interceptor.setInterceptorClass(CallMarking.class);
        interceptor.addAroundInvokeDescriptor(call);
        interceptor.addAroundTimeoutDescriptor(call);
        return interceptor;
    }
}
