package io.blackfire.conprof.cdi;

import javax.naming.InitialContext;
import javax.naming.NamingException;

import io.blackfire.conprof.admin.ArchiveName;

/**
 * What the server calls the application of the current thread.
 *
 * @param application that of the archive that was deployed, or its own choice; empty where the server does not tell
 * @param module that of the part of it that the thread works for; empty where the server does not tell
 */
record EnvironmentNames(String application, String module) {

    /** As the Jakarta EE platform has them, for each application and module. */
    static EnvironmentNames lookUp() {
        return new EnvironmentNames(lookUp("java:app/AppName"), lookUp("java:module/ModuleName"));
    }

    private static String lookUp(String name) {
        try {
            return InitialContext.doLookup(name) instanceof String found ? found.strip() : "";
        } catch (NamingException | RuntimeException | LinkageError e) {
            // no naming, or none yet
            return "";
        }
    }

    /** Whether the module is one of several that an application may have. */
    boolean inEnterpriseApplication() {
        return !application.isEmpty() && !module.isEmpty() && !application.equals(module);
    }

    /** The name without a version, or the other where there is none. */
    String applicationOr(String otherwise) {
        String name = application.isEmpty() ? module : application;
        return name.isEmpty() ? otherwise : ArchiveName.application(name);
    }
}
