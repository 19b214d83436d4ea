package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BinaryOperator;
import java.util.zip.CRC32;

import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.blackfire.conprof.folder.PrivateFolder;

/**
 * Finds or makes the {@link SharedProfiler} of this JVM.
 *
 * <p>The platform MBean server is the JVM's own registry that every class loader can reach: {@link
 * MBeanServer#getClassLoaderFor} leads from the registered name to the class loader that holds the native library, without
 * any operation that a management console could call.
 */
final class NativeProfiler {
    private static final String NAME = "io.blackfire.conprof:type=SharedProfiler";
    private static final List<String> HELD_CLASSES = List.of(
            "one/profiler/AsyncProfiler",
            "one/profiler/AsyncProfilerMXBean",
            "one/profiler/Counter",
            "one/profiler/Recording",
            "one/profiler/Span",
            "one/profiler/Span$1",
            "io/blackfire/conprof/sampling/Claimant",
            "io/blackfire/conprof/sampling/HeapTracker",
            "io/blackfire/conprof/sampling/LoadedLibrary",
            "io/blackfire/conprof/sampling/SharedClaim",
            "io/blackfire/conprof/sampling/SharedDeployments",
            "io/blackfire/conprof/sampling/SharedProfiler",
            "io/blackfire/conprof/sampling/SharedProfilerMBean",
            "io/blackfire/conprof/sampling/ThreadClocks");

    private NativeProfiler() {}

    /**
     * The shared profiler, not necessarily loaded.
     *
     * @param folder where its classes go when this is the first call in the JVM
     */
    static BinaryOperator<String> find(Path folder) throws IOException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName name = new ObjectName(NAME);
            if (!server.isRegistered(name)) {
                ClassLoader loader = newLoader(extractClasses(folder));
                // all of them now: it outlives the folder, which may be that of a bundle
                for (String type : HELD_CLASSES) {
                    loader.loadClass(type.replace('/', '.'));
                }
                register(server, name, loader);
            }
            return instance(server.getClassLoaderFor(name));
        } catch (JMException | ReflectiveOperationException e) {
            throw new IOException("Cannot reach the async-profiler of this JVM: " + e, e);
        }
    }

    private static void register(MBeanServer server, ObjectName name, ClassLoader loader)
            throws JMException, ReflectiveOperationException {
        try {
            server.registerMBean(instance(loader), name);
        } catch (InstanceAlreadyExistsException e) {
            if (!server.isRegistered(name)) {
                throw new InstanceNotFoundException(NAME);
            }
        }
    }

    /** The instance is kept in a JDK-typed holder of its own class loader, so that all who find the loader find it. */
    @SuppressWarnings("unchecked")
    private static BinaryOperator<String> instance(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass(SharedProfiler.class.getName());
        return (BinaryOperator<String>) type.getField("INSTANCE").get(null);
    }

    /** By content: another JVM of this user may be extracting those of another version. */
    private static Path extractClasses(Path folder) throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        CRC32 sum = new CRC32();
        for (String name : HELD_CLASSES) {
            try (InputStream in = NativeProfiler.class.getResourceAsStream("/" + name + ".class")) {
                if (in == null) {
                    throw new IOException(name + " is missing from our own jar");
                }
                byte[] bytes = in.readAllBytes();
                sum.update(bytes);
                classes.put(name, bytes);
            }
        }
        Path root = folder.resolve("classes-" + Long.toHexString(sum.getValue()));
        for (Map.Entry<String, byte[]> type : classes.entrySet()) {
            Path file = root.resolve(type.getKey() + ".class");
            Files.createDirectories(file.getParent());
            PrivateFolder.write(file, type.getValue());
        }
        return root;
    }

    /**
     * A class loader that does not keep ours reachable. Up to JDK 23 a URLClassLoader remembers the protection domains of
     * all callers on the stack, and a thread those of its creator: so JDK code alone, on a thread that the JDK made, has
     * to call the constructor.
     */
    private static ClassLoader newLoader(Path classes) throws IOException, ReflectiveOperationException {
        MethodHandle constructor = MethodHandles.publicLookup()
                .findConstructor(
                        URLClassLoader.class, MethodType.methodType(void.class, URL[].class, ClassLoader.class));
        URL[] urls = {classes.toUri().toURL()};
        MethodHandle bound = MethodHandles.insertArguments(constructor, 0, urls, ClassLoader.getPlatformClassLoader())
                .asType(MethodType.methodType(Object.class));
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            Callable<?> call = MethodHandleProxies.asInterfaceInstance(Callable.class, bound);
            return (ClassLoader) pool.submit(call).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while loading async-profiler", e);
        } catch (ExecutionException e) {
            throw new IOException("Cannot make a class loader for async-profiler", e.getCause());
        } finally {
            pool.shutdown();
        }
    }
}
