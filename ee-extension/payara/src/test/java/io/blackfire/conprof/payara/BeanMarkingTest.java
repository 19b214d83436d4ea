package io.blackfire.conprof.payara;

import java.util.List;
import java.util.Set;

import com.sun.enterprise.deployment.InterceptorDescriptor;
import com.sun.enterprise.deployment.LifecycleCallbackDescriptor;
import org.glassfish.ejb.deployment.descriptor.EjbDescriptor;
import org.glassfish.ejb.deployment.descriptor.EjbEntityDescriptor;
import org.glassfish.ejb.deployment.descriptor.EjbMessageBeanDescriptor;
import org.glassfish.ejb.deployment.descriptor.EjbSessionDescriptor;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.payara.marking.CallMarking;

import static org.assertj.core.api.Assertions.assertThat;

/** With the server's own descriptors, as it reads them from an archive. */
class BeanMarkingTest {

    @Test
    void sessionAndMessageDrivenBeans_areMarkedAroundCallsAndTimeouts() throws NoSuchMethodException {
        EjbSessionDescriptor orders = new EjbSessionDescriptor();
        EjbMessageBeanDescriptor inbox = new EjbMessageBeanDescriptor();
        BeanMarking.install(List.of(orders, inbox));
        for (EjbDescriptor bean : List.of(orders, inbox)) {
            assertThat(bean.getFrameworkInterceptors()).singleElement().satisfies(interceptor -> {
                assertThat(interceptor.getInterceptorClass()).isEqualTo(CallMarking.class);
                assertCalled(interceptor.getAroundInvokeDescriptors());
                assertCalled(interceptor.getAroundTimeoutDescriptors());
            });
        }
    }

    /** A method that the server finds as it does: by its name, in the class. */
    private static void assertCalled(Set<LifecycleCallbackDescriptor> callbacks) throws NoSuchMethodException {
        assertThat(callbacks).hasSize(1);
        LifecycleCallbackDescriptor callback = callbacks.iterator().next();
        assertThat(callback.getLifecycleCallbackClass()).isEqualTo(CallMarking.class.getName());
        try {
            assertThat(callback.getLifecycleCallbackMethodObject(CallMarking.class.getClassLoader())
                            .getDeclaringClass())
                    .isEqualTo(CallMarking.class);
        } catch (Exception e) {
            throw new AssertionError("the server would not find it", e);
        }
    }

    @Test
    void entityOfTheOldKind_isLeftAsItIs() {
        EjbEntityDescriptor entity = new EjbEntityDescriptor();
        BeanMarking.install(List.of(entity));
        assertThat(entity.getFrameworkInterceptors()).isEmpty();
    }

    @Test
    void beanThatWasMarked_isNotMarkedAgain() {
        EjbSessionDescriptor orders = new EjbSessionDescriptor();
        BeanMarking.install(List.of(orders));
        BeanMarking.install(List.of(orders));
        assertThat(orders.getFrameworkInterceptors()).hasSize(1);
    }

    @Test
    void beanThatCannotBeMarked_isDeployedAndSoAreTheOthers() {
        EjbSessionDescriptor closed = new Closed();
        EjbSessionDescriptor orders = new EjbSessionDescriptor();
        BeanMarking.install(List.of(closed, orders));
        assertThat(closed.getFrameworkInterceptors()).isEmpty();
        assertThat(orders.getFrameworkInterceptors()).hasSize(1);
    }

    /** As of a server of another version. */
    private static final class Closed extends EjbSessionDescriptor {
        private static final long serialVersionUID = 1;

        @Override
        public void addFrameworkInterceptor(InterceptorDescriptor interceptor) {
            throw new IncompatibleClassChangeError("addFrameworkInterceptor");
        }
    }
}
