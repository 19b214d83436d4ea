package io.blackfire.conprof.osgi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.servlet.ServletContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.http.whiteboard.Preprocessor;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.osgi.web.WebGlue;

import static org.assertj.core.api.Assertions.assertThat;

/** A web container with one servlet context, at odd moments. */
class WebGlueTest {
    private final List<Object> inContainer = new CopyOnWriteArrayList<>();
    /** How often a class is not found. */
    private final AtomicInteger misses = new AtomicInteger();

    private final ApplicationTracker tracker = new ApplicationTracker(
            FakeContext.of(List.of()), Profiler.builder().build().deployments());

    @AfterEach
    void close() {
        tracker.close();
    }

    /** Registers services for the container, in whose name we do. */
    private Bundle container() {
        BundleContext context = FakeBundle.fake(BundleContext.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getBundle")) {
                return FakeBundle.at(
                        5, "file:/web.jar", Map.of("Bundle-SymbolicName", "org.ops4j.pax.web.pax-web-runtime"));
            }
            assertThat(method.getName()).isEqualTo("registerService");
            inContainer.add(arguments[0]);
            return FakeBundle.fake(ServiceRegistration.class, (itself, unregister, none) -> {
                inContainer.remove(arguments[0]);
                return null;
            });
        });
        return FakeBundle.fake(Bundle.class, (proxy, method, arguments) -> context);
    }

    private Runnable open(Bundle owner, ServletContext servletContext) {
        return WebGlue.open(
                FakeBundle.fake(BundleContext.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getBundle" -> FakeBundle.fake(Bundle.class, (bundle, loadClass, name) -> loadClass(name));
                    case "getAllServiceReferences" -> new ServiceReference<?>[] {referenceOf(container())};
                    case "getServiceReferences" -> new ServiceReference<?>[] {referenceOf(owner)};
                    case "getService" -> servletContext;
                    case "ungetService" -> true;
                    default -> null;
                }),
                tracker);
    }

    private Class<?> loadClass(Object[] name) throws ClassNotFoundException {
        if (misses.getAndDecrement() > 0) {
            throw new ClassNotFoundException("the framework is busy");
        }
        return Class.forName((String) name[0]);
    }

    private static ServiceReference<?> referenceOf(Bundle owner) {
        return FakeBundle.fake(
                ServiceReference.class,
                (proxy, method, arguments) -> method.getName().equals("getBundle") ? owner : 1L);
    }

    /** With a context whose bundle is gone. */
    private void assertThatMarkingComesAndGoes() {
        Runnable close = open(null, FakeBundle.fake(ServletContext.class, (proxy, method, arguments) -> null));
        Await.until("requests are marked", Duration.ofSeconds(10), () -> inContainer.contains(Preprocessor.class));
        close.run();
        tracker.close();
        assertThat(inContainer).isEmpty();
    }

    /** Felix 7 once did not find javax.servlet for a moment, and no request was marked until the next start. */
    @Test
    void classThatIsNotFoundAtOnce_isLookedForAgain() {
        misses.set(1);
        assertThatMarkingComesAndGoes();
    }

    @Test
    void contextWhoseBundleIsGoneMeanwhile_isNone() {
        assertThatMarkingComesAndGoes();
    }

    /** Its threads meet in another order each time. */
    @RepeatedTest(200)
    void failure_leavesNothingInTheContainer() {
        ServletContext servletContext = FakeBundle.fake(ServletContext.class, (proxy, method, arguments) -> {
            throw new IllegalStateException("gone");
        });
        open(FakeBundle.at(7, "file:/shop.war", Map.of()), servletContext).run();
        tracker.close();
        assertThat(inContainer).isEmpty();
    }
}
