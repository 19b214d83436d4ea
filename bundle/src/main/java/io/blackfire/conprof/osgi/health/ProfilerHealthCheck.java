package io.blackfire.conprof.osgi.health;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.osgi.framework.Bundle;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.Health;

/** A {@code HealthCheck} in the classes of another bundle. */
final class ProfilerHealthCheck implements InvocationHandler {
    static final String TYPE = "org.apache.felix.hc.api.HealthCheck";

    private final Profiler profiler;
    private final Constructor<?> result;
    private final Object[] levels;

    private ProfilerHealthCheck(Profiler profiler, Constructor<?> result, Object[] levels) {
        this.profiler = profiler;
        this.result = result;
        this.levels = levels;
    }

    /** A health check as that bundle knows them. */
    static Object of(Profiler profiler, Bundle runner) throws ReflectiveOperationException {
        Class<?> type = runner.loadClass(TYPE);
        Class<?> result = type.getMethod("execute").getReturnType();
        Class<?> level = result.getMethod("getStatus").getReturnType();
        ProfilerHealthCheck check =
                new ProfilerHealthCheck(profiler, result.getConstructor(level, String.class), level.getEnumConstants());
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, check);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "execute" -> execute();
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "health check of the Blackfire profiler";
        };
    }

    private Object execute() throws ReflectiveOperationException {
        Health health = Health.of(profiler.status());
        for (Object level : levels) {
            if (((Enum<?>) level).name().equals(health.level().name())) {
                return result.newInstance(level, health.message());
            }
        }
        throw new IllegalStateException("no status " + health.level());
    }
}
