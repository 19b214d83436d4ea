package io.blackfire.conprof.payara;

import com.sun.enterprise.deployment.Application;
import com.sun.enterprise.deployment.EjbDescriptor;
import com.sun.enterprise.deployment.InterceptorDescriptor;
import com.sun.enterprise.deployment.LifecycleCallbackDescriptor;

import io.blackfire.conprof.payara.marking.CallMarking;

/** Puts our interceptor before those of an application's enterprise beans. */
final class BeanMarking {
    private static final String METHOD = "call";
    // of the specification's old kind, whose containers run no interceptors
    private static final String ENTITY = "Entity";

    private BeanMarking() {}

    /** To be called before the server makes containers of the beans. */
    static void install(Application application) {
        for (EjbDescriptor bean : application.getEjbDescriptors()) {
            if (!bean.getType().equals(ENTITY)) {
                bean.addFrameworkInterceptor(interceptor());
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
