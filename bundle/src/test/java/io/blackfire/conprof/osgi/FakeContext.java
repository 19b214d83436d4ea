package io.blackfire.conprof.osgi;

import java.util.List;
import java.util.Map;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The context of a bundle of ours in a framework where nothing happens. */
final class FakeContext {
    private FakeContext() {}

    /** Beside ours, these bundles are there and active. */
    static BundleContext of(List<Bundle> bundles) {
        Bundle own = FakeBundle.at(0, "file:/ours.jar", Map.of());
        return FakeBundle.fake(BundleContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getBundle" -> own;
            case "getBundles" -> bundles.toArray(new Bundle[0]);
            default -> null;
        });
    }
}
