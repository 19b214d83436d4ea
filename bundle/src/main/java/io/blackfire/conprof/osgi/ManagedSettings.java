package io.blackfire.conprof.osgi;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.function.Consumer;

import org.osgi.framework.Bundle;

/** A {@code ManagedService} in the classes of another bundle: takes what its ConfigAdmin says under our PID. */
final class ManagedSettings implements InvocationHandler {
    static final String TYPE = "org.osgi.service.cm.ManagedService";
    static final String PID = "io.blackfire.conprof";

    private final Consumer<Dictionary<String, ?>> updated;

    private ManagedSettings(Consumer<Dictionary<String, ?>> updated) {
        this.updated = updated;
    }

    /**
     * One as that bundle knows them.
     *
     * @param updated called with our properties; with null where there are none
     */
    static Object of(Bundle configAdmin, Consumer<Dictionary<String, ?>> updated) throws ClassNotFoundException {
        Class<?> type = configAdmin.loadClass(TYPE);
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new ManagedSettings(updated));
    }

    @Override
    @SuppressWarnings("unchecked") // the type in ManagedService
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "settings of " + PID;
            default -> {
                updated.accept((Dictionary<String, ?>) arguments[0]);
                yield null;
            }
        };
    }
}
