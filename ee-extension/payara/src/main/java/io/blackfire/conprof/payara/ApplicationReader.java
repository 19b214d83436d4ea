package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Manifest;

import com.sun.enterprise.deployment.Application;
import com.sun.enterprise.deployment.BundleDescriptor;
import com.sun.enterprise.deployment.WebBundleDescriptor;
import org.glassfish.api.deployment.archive.ReadableArchive;
import org.glassfish.deployment.common.ModuleDescriptor;

import io.blackfire.conprof.Deployments;
import io.blackfire.conprof.admin.ArchiveClasses;
import io.blackfire.conprof.admin.ArchiveName;

/** Reads from what the server knows of an application what the profiler wants to know. */
final class ApplicationReader {
    // GlassFish's and Payara's versioning of applications: orders:2.1
    private static final char VERSION_SEPARATOR = ':';

    private final Deployments deployments;

    ApplicationReader(Deployments deployments) {
        this.deployments = deployments;
    }

    /**
     * Tells the profiler of an application.
     *
     * @param archive where it is
     * @param loaders of the application as a whole, and of its modules
     */
    DeployedApplication add(Application application, ReadableArchive archive, ApplicationLoaders loaders) {
        String registered = application.getRegistrationName();
        String name = ArchiveName.application(manifest(archive), unversioned(registered));
        ArchiveFolder folder = new ArchiveFolder(Path.of(archive.getURI()));
        ClassLoader whole = loaders.whole();
        List<DeployedModule> modules = new ArrayList<>();
        try {
            if (application.isVirtual()) {
                BundleDescriptor only = application.getStandaloneBundleDescriptor();
                modules.add(module(name, labels(application, only), "", whole, folder.module()));
            } else {
                for (ModuleDescriptor<BundleDescriptor> module : application.getModules()) {
                    BundleDescriptor bundle = module.getDescriptor();
                    ClassLoader own = loaders.module(module.getArchiveUri());
                    ArchiveClasses classes =
                            folder.module(module.getArchiveUri()).module();
                    modules.add(module(name, labels(application, bundle), bundle.getModuleName(), own, classes));
                }
                ArchiveClasses libraries = folder.libraries(application.getLibraryDirectory());
                modules.add(module(name, labels(application), "", whole, libraries));
            }
            return new DeployedApplication(List.copyOf(modules));
        } catch (RuntimeException | LinkageError e) {
            // all of it or nothing
            modules.forEach(module -> module.deployment().remove());
            throw e;
        }
    }

    private DeployedModule module(
            String name, Map<String, String> labels, String module, ClassLoader loader, ArchiveClasses classes) {
        return new DeployedModule(module, loader, classes, deployments.add(name, labels, classes, loader));
    }

    private static Map<String, String> labels(Application application) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("deployment", application.getRegistrationName());
        return labels;
    }

    private static Map<String, String> labels(Application application, BundleDescriptor bundle) {
        Map<String, String> labels = labels(application);
        if (!application.isVirtual()) {
            labels.put("module", bundle.getModuleName());
        }
        if (bundle instanceof WebBundleDescriptor web && web.getContextRoot() != null) {
            labels.put("context_path", contextPath(web.getContextRoot()));
        }
        return labels;
    }

    /** As the servlet API has it: without a slash at the end, and with one at the beginning unless it is the root. */
    private static String contextPath(String contextRoot) {
        String path = contextRoot.replaceAll("^/+|/+$", "");
        return path.isEmpty() ? "" : "/" + path;
    }

    private static String unversioned(String registered) {
        int separator = registered.indexOf(VERSION_SEPARATOR);
        return separator < 0 ? registered : registered.substring(0, separator);
    }

    private static Manifest manifest(ReadableArchive archive) {
        try {
            return archive.getManifest();
        } catch (IOException e) {
            return null;
        }
    }
}
