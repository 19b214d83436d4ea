package io.blackfire.conprof.osgi;

import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;

import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** A bundle that is there to be asked for its name and headers. */
final class FakeBundle {
    private FakeBundle() {}

    static Bundle at(String location, Map<String, String> headers) {
        return (Bundle) Proxy.newProxyInstance(
                FakeBundle.class.getClassLoader(), new Class<?>[] {Bundle.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getLocation" -> location;
                        case "getHeaders" -> new Hashtable<>(headers);
                        case "getSymbolicName" -> "com.acme.bundle";
                        case "getVersion" -> new Version(1, 0, 0);
                        case "findEntries" -> null;
                        default -> throw new UnsupportedOperationException(method.toString());
                    };
                });
    }
}
