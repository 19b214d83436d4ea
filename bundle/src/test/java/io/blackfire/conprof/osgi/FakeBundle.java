package io.blackfire.conprof.osgi;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/** A bundle that is there to be asked for its name, its headers, and what it is wired to, which is nothing. */
final class FakeBundle {
    private FakeBundle() {}

    static Bundle at(String location, Map<String, String> headers) {
        return at(1, location, headers);
    }

    static Bundle at(long id, String location, Map<String, String> headers) {
        return at(id, location, headers, () -> 80);
    }

    static Bundle at(long id, String location, Map<String, String> headers, IntSupplier startLevel) {
        ClassLoader loader = new ClassLoader() {};
        BundleWiring wiring = fake(BundleWiring.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getClassLoader" -> loader;
            default -> List.of();
        });
        BundleRevision revision = fake(BundleRevision.class, (proxy, method, arguments) -> 0);
        BundleStartLevel level = fake(BundleStartLevel.class, (proxy, method, arguments) -> startLevel.getAsInt());
        return fake(Bundle.class, (proxy, method, arguments) -> {
            return switch (method.getName()) {
                case "getBundleId" -> id;
                case "getState" -> Bundle.ACTIVE;
                case "getLocation" -> location;
                case "getHeaders" -> new Hashtable<>(headers);
                case "getSymbolicName" -> headers.getOrDefault("Bundle-SymbolicName", "com.acme.bundle");
                case "getVersion" -> new Version(1, 0, 0);
                case "findEntries" -> null;
                case "adapt" ->
                    List.of(wiring, revision, level).stream()
                            .filter(((Class<?>) arguments[0])::isInstance)
                            .findFirst()
                            .orElseThrow();
                default -> throw new UnsupportedOperationException(method.toString());
            };
        });
    }

    /** An object that is equal to itself alone. */
    static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(
                FakeBundle.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> type.getSimpleName();
                    default -> answers.invoke(proxy, method, arguments);
                }));
    }
}
