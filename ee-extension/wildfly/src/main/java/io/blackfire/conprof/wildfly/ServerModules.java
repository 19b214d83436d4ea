package io.blackfire.conprof.wildfly;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.jboss.modules.ModuleClassLoader;
import org.jboss.modules.ModuleLoadException;
import org.jboss.modules.ModuleLoader;

import io.blackfire.conprof.ClassSet;

/**
 * Whether a class is there in the server beside the deployments: in a module that it has loaded, or on the JVM's class path.
 * A library that an archive packs and the server has as well says nothing about whose work it does.
 *
 * <p>Asked by the profiler's thread for each new class of a stack, so it costs no boot and nothing is listed: each module
 * knows its packages. Deployments' modules come from another loader, none of them is held. Not thread-safe.
 */
final class ServerModules implements ClassSet {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    // a path of some 40 characters, a map's node and a short list
    private static final long PACKAGE_BYTES = 200;
    private static final long LOOK_NANOS = 1_000_000_000;

    private final ModuleLoader server;
    private final Runnable changed;
    private final LongSupplier nanoTime;
    private final Map<String, List<ModuleClassLoader>> byPackage = new HashMap<>();
    private List<ModuleClassLoader> modules = List.of();
    private int known;
    private long lookedAt;

    /**
     * @param server what loads the server's modules
     * @param changed told when there are others than before: earlier answers may have been wrong
     */
    ServerModules(ModuleLoader server, Runnable changed, LongSupplier nanoTime) {
        this.server = server;
        this.changed = changed;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong() - LOOK_NANOS;
    }

    @Override
    public boolean contains(String className) {
        look();
        String path = className.replace('.', '/');
        String resource = path + ".class";
        int slash = path.lastIndexOf('/');
        return byPackage.computeIfAbsent(slash < 0 ? "" : path.substring(0, slash), this::modulesWith).stream()
                        .anyMatch(module -> !module.loadResourceLocal(resource).isEmpty())
                || ClassLoader.getSystemResource(resource) != null;
    }

    @Override
    public long heapBytes() {
        return byPackage.size() * PACKAGE_BYTES + known * 8L;
    }

    private List<ModuleClassLoader> modulesWith(String packagePath) {
        return modules.stream()
                .filter(module -> module.getLocalPaths().contains(packagePath))
                .toList();
    }

    private void look() {
        if (nanoTime.getAsLong() - lookedAt < LOOK_NANOS) {
            return;
        }
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            for (ObjectName name : beans.queryNames(new ObjectName("jboss.modules:type=ModuleLoader,*"), null)) {
                if (beans.getAttribute(name, "Description").equals(server.toString())) {
                    look(beans, name);
                }
            }
        } catch (JMException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot look at the server's modules", e);
        }
        lookedAt = nanoTime.getAsLong();
    }

    private void look(MBeanServer beans, ObjectName loader) throws JMException {
        int count = (int) beans.getAttribute(loader, "LoadedModuleCount");
        if (count == known) {
            return;
        }
        List<ModuleClassLoader> found = new ArrayList<>(count);
        for (String name : (String[]) beans.invoke(loader, "queryLoadedModuleNames", null, null)) {
            try {
                found.add(server.loadModule(name).getClassLoader());
            } catch (ModuleLoadException e) {
                LOG.log(System.Logger.Level.DEBUG, "Cannot look into module " + name, e);
            }
        }
        modules = found;
        byPackage.clear();
        boolean first = known == 0;
        known = count;
        if (!first) {
            changed.run();
        }
    }
}
