package io.blackfire.conprof;

import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.blackfire.conprof.harness.Await;

/** A copy of us in a class loader of its own, spoken to by reflection alone. */
record Copy(URLClassLoader loader, Object profiler) {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** With periods of a second. */
    static Copy start(String agent, Path folder, Rank rank) throws Exception {
        return start(agent, folder, rank, Duration.ofSeconds(1), List.of());
    }

    /** @param first what is before the class path */
    static Copy start(String agent, Path folder, Rank rank, Duration period, List<Path> first) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Path entry : first) {
            urls.add(entry.toUri().toURL());
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Object builder =
                loader.loadClass(Profiler.class.getName()).getMethod("builder").invoke(null);
        builder.getClass().getMethod("agentSocket", String.class).invoke(builder, agent);
        builder.getClass().getMethod("period", Duration.class).invoke(builder, period);
        builder.getClass().getMethod("directory", Path.class).invoke(builder, folder);
        Class<?> ranks = loader.loadClass(Rank.class.getName());
        builder.getClass()
                .getMethod("rank", ranks)
                .invoke(builder, ranks.getMethod("valueOf", String.class).invoke(null, rank.name()));
        Copy copy = new Copy(loader, builder.getClass().getMethod("build").invoke(builder));
        copy.call("start");
        return copy;
    }

    Object call(String method) {
        return call(profiler, method);
    }

    private static Object call(Object object, String method) {
        try {
            return object.getClass().getMethod(method).invoke(object);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(method, e);
        }
    }

    String state() {
        return call(call("status"), "state").toString();
    }

    void awaitState(String state) {
        Await.until("state " + state, DEADLINE, () -> state().equals(state));
    }

    /** A deployment of this copy's that has these classes. */
    Application add(String name, ClassLoader contextClassLoader, String... classes) throws Exception {
        Class<?> source = loader.loadClass(ClassSource.class.getName());
        Object listed = Proxy.newProxyInstance(
                loader, new Class<?>[] {source}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "packages" -> Set.of("com.acme.shared");
                    case "contains" -> List.of(classes).contains(arguments[0]);
                    case "libraries" -> false;
                    case "heapBytes" -> 0L;
                    default -> throw new AssertionError(method);
                });
        Object deployments = call("deployments");
        return new Application(loader.loadClass(Deployments.class.getName())
                .getMethod("add", String.class, Map.class, source, ClassLoader.class)
                .invoke(deployments, name, Map.of("context_path", "/" + name), listed, contextClassLoader));
    }

    /** Stops it and lets go of it. */
    WeakReference<ClassLoader> end() throws Exception {
        call("close");
        loader.close();
        return new WeakReference<>(loader);
    }

    static void awaitCollected(String whose, WeakReference<ClassLoader> loader) {
        Await.until(whose + " to be collected", DEADLINE, () -> {
            System.gc();
            return loader.get() == null;
        });
    }

    /** A deployment of a copy's. */
    record Application(Object deployment) {

        void run(Runnable work) {
            try {
                deployment.getClass().getMethod("run", Runnable.class).invoke(deployment, work);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        void enter() {
            call(deployment, "enter");
        }

        void leave() {
            call(deployment, "leave");
        }

        void remove() {
            call(deployment, "remove");
        }
    }
}
