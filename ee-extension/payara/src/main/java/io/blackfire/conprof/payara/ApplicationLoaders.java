package io.blackfire.conprof.payara;

import java.util.HashMap;
import java.util.Map;

import org.glassfish.api.deployment.DeploymentContext;
import org.glassfish.internal.data.ApplicationInfo;
import org.glassfish.internal.deployment.ExtendedDeploymentContext;

/**
 * The class loaders that an application will run with. Its descriptor has others until it is loaded: those that the server
 * read it with.
 *
 * @param whole the application's
 * @param byModule those of its modules, by the names of their archives; enterprise beans have the application's
 */
record ApplicationLoaders(ClassLoader whole, Map<String, ClassLoader> byModule) {

    /** Of an application that is prepared and not yet loaded. */
    static ApplicationLoaders of(DeploymentContext context) {
        Map<String, ClassLoader> byModule = new HashMap<>();
        if (context instanceof ExtendedDeploymentContext extended) {
            extended.getModuleDeploymentContexts()
                    .forEach((archive, module) -> byModule.put(archive, module.getClassLoader()));
        }
        return new ApplicationLoaders(context.getClassLoader(), byModule);
    }

    /** Of an application that is loaded. */
    static ApplicationLoaders of(ApplicationInfo info) {
        Map<String, ClassLoader> byModule = new HashMap<>();
        info.getModuleInfos().forEach(module -> byModule.put(module.getName(), module.getModuleClassLoader()));
        return new ApplicationLoaders(info.getAppClassLoader(), byModule);
    }

    /** The module's own; null when it has none. */
    ClassLoader module(String archive) {
        ClassLoader loader = byModule.get(archive);
        return loader == whole ? null : loader;
    }
}
