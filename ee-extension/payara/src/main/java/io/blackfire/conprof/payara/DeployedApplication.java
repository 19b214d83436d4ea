package io.blackfire.conprof.payara;

import java.util.List;

import io.blackfire.conprof.Deployment;

/**
 * An application that the server has prepared.
 *
 * @param modules what it consists of; never empty
 */
record DeployedApplication(List<DeployedModule> modules) {

    /** The part of this name; the first one when there is none. */
    Deployment module(String name) {
        // not a stream: asked with every invocation
        for (DeployedModule module : modules) {
            if (module.name().equals(name)) {
                return module.deployment();
            }
        }
        return modules.get(0).deployment();
    }

    void remove() {
        modules.forEach(DeployedModule::remove);
    }
}
