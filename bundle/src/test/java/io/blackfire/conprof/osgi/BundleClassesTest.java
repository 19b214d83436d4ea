package io.blackfire.conprof.osgi;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

import io.blackfire.conprof.admin.ListedClasses;

import static org.assertj.core.api.Assertions.assertThat;

class BundleClassesTest {

    @Test
    void classes_areTheBundlesOwnOnly() {
        ListedClasses classes = BundleClasses.of(
                wiring(List.of("com/acme/Order.class", "com/acme/Order$Line.class", "javax/servlet/Servlet.class")),
                false);
        assertThat(classes.packages()).containsExactly("com.acme");
        assertThat(classes.contains("com.acme.Order$Line")).isTrue();
        assertThat(classes.contains("com.acme.Other")).isFalse();
        // it lies inside, but the package is imported: never loaded from here
        assertThat(classes.contains("javax.servlet.Servlet")).isFalse();
    }

    @Test
    void goneBundle_hasNoClasses() {
        assertThat(BundleClasses.of(wiring(null), false).packages()).isEmpty();
    }

    private static BundleWiring wiring(List<String> resources) {
        BundleCapability servlet = fake(BundleCapability.class, Map.of("getAttributes", attributes()));
        BundleWire imported = fake(BundleWire.class, Map.of("getCapability", servlet));
        return (BundleWiring) Proxy.newProxyInstance(
                BundleClassesTest.class.getClassLoader(),
                new Class<?>[] {BundleWiring.class},
                (proxy, method, arguments) -> method.getName().equals("listResources") ? resources : List.of(imported));
    }

    private static Map<String, Object> attributes() {
        return Map.of("osgi.wiring.package", "javax.servlet");
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answers.get(method.getName())));
    }
}
