package io.blackfire.conprof.cdi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Manifest;

import jakarta.servlet.ServletContext;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.admin.ArchiveName;

/**
 * A web application that starts, as its context tells of it.
 *
 * @param context the server's
 * @param names what the server calls it
 */
record WebApplication(ServletContext context, EnvironmentNames names) implements ApplicationFacts {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String ROOT = "root";

    WebApplication(ServletContext context) {
        this(context, EnvironmentNames.lookUp());
    }

    @Override
    public String name() {
        return ArchiveName.application(manifest(), names.applicationOr(nameOfContext()));
    }

    private String nameOfContext() {
        String path = context.getContextPath().replaceFirst("^/", "").replace('/', '-');
        if (!path.isBlank()) {
            return path;
        }
        String display = context.getServletContextName();
        return display == null || display.isBlank() ? ROOT : display.strip();
    }

    @Override
    public Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        labels.put("context_path", context.getContextPath());
        if (!names.application().isEmpty()) {
            labels.put("deployment", names.application());
        }
        if (names.inEnterpriseApplication()) {
            labels.put("module", names.module());
        }
        return labels;
    }

    @Override
    public ClassSource classes() {
        return WebClasses.of(context);
    }

    @Override
    public String server() {
        return ServerKind.of(context.getServerInfo());
    }

    /** Lets go when it ends; false when the server does not want to tell. */
    boolean endsBy(Hold hold) {
        try {
            context.addListener(new ContextEnd(hold));
            return true;
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "Blackfire profiler: the end of " + name() + " would not be seen", e);
            return false;
        }
    }

    private Manifest manifest() {
        try (InputStream in = context.getResourceAsStream("/META-INF/MANIFEST.MF")) {
            return in == null ? null : new Manifest(in);
        } catch (IOException e) {
            return null;
        }
    }
}
