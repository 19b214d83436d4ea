package io.blackfire.conprof.payara;

import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.admin.ArchiveClasses;

/**
 * A part of an application with a class loader of its own.
 *
 * @param name as the server names it in the application
 * @param loader its class loader
 * @param classes its classes
 * @param deployment as the profiler knows it
 */
record DeployedModule(String name, ClassLoader loader, ArchiveClasses classes, Deployment deployment) {

    void remove() {
        classes.keep();
        deployment.remove();
    }
}
