package io.blackfire.conprof.apps.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Builds the sample applications: of each kind that a server can run one, which does a known amount of work. */
public final class Archives {
    private static final String FRAMEWORK = "org.osgi.framework";
    private static final String TRACKER = "org.osgi.util.tracker";
    private static final String SERVLET = "javax.servlet,javax.servlet.http";
    private static final String CAMEL =
            "org.apache.camel,org.apache.camel.builder,org.apache.camel.core.osgi,org.apache.camel.model";
    private static final String CLASSES = "WEB-INF/classes/";
    private static final String WORK = "io.blackfire.conprof.apps.work";
    private static final String RULES = "io.blackfire.conprof.apps.crm.rules";

    private final Path built;

    private Archives(Path built) {
        this.built = built;
    }

    /** The arguments: the folder with the classes and resources, and where the archives go. */
    public static void main(String[] arguments) throws IOException {
        Archives archives = new Archives(Path.of(arguments[0]));
        Path target = Files.createDirectories(Path.of(arguments[1]));
        for (List<Archive> some : List.of(archives.web(), archives.background(), archives.crm())) {
            for (Archive archive : some) {
                Files.write(target.resolve(archive.name()), archive.bytes());
            }
        }
    }

    /** The same servlet in each: in a web application bundle, at the whiteboard, at the HttpService, in plain WARs. */
    private List<Archive> web() throws IOException {
        return List.of(
                bundle("shop-2.1.war", SERVLET)
                        .header("Web-ContextPath", "/shop")
                        .classes("work", "web")
                        .resources("web"),
                bundle("billing-1.0-SNAPSHOT.jar", FRAMEWORK, SERVLET)
                        .activator("billing", "Billing")
                        .classes("work", "web"),
                bundle("invoices-1.0.jar", FRAMEWORK, SERVLET)
                        .activator("billing", "Billing")
                        .classes("work", "web"),
                bundle("inventory-1.1.jar", FRAMEWORK, TRACKER, SERVLET, "org.osgi.service.http")
                        .activator("inventory", "Inventory")
                        .classes("work", "web"),
                war("store-1.2.war", "web"),
                war("catalog-3.0.war", "web"),
                war("gate-1.0.war", "gate").classesIn(CLASSES, "gate"));
    }

    /** Each of these works by itself, started by something else. */
    private List<Archive> background() throws IOException {
        Archive ticker = bundle("ticker-1.0.jar", FRAMEWORK)
                .activator("ticker", "Ticker")
                .classes("work");
        return List.of(
                ticker,
                bundle("named-1.0.jar", FRAMEWORK)
                        .activator("named", "Named")
                        .classes("work")
                        .header("Blackfire-Application-Name", "Größe, Maß und 値段"),
                bundle("nightly-1.0.jar", FRAMEWORK)
                        .activator("nightly", "Nightly")
                        .classes("work"),
                bundle("pricing-1.0.jar").classes("work", "pricing").resources("pricing"),
                bundle("reports-1.0.jar", WORK)
                        .header("Service-Component", "OSGI-INF/reports.xml")
                        .classes("reports")
                        .resources("reports"),
                bundle("audit-1.0.jar", FRAMEWORK, TRACKER, WORK).activator("audit", "Audit"),
                bundle("feed-1.0.jar", FRAMEWORK, WORK, CAMEL).activator("feed", "Feed"),
                kar("dispatch", "1.4", ticker));
    }

    /** A feature: web application, two services, a library of its own, and one that others use as well. */
    private List<Archive> crm() throws IOException {
        return List.of(
                bundle("crm-web-3.1.jar", SERVLET, WORK)
                        .header("Web-ContextPath", "/crm")
                        .classes("web")
                        .resources("web"),
                bundle("crm-customers-3.1.jar", FRAMEWORK, WORK, RULES).activator("crm/customers", "Customers"),
                bundle("crm-contracts-3.1.jar", FRAMEWORK, WORK, RULES).activator("crm/contracts", "Contracts"),
                bundle("crm-rules-3.1.jar", WORK)
                        .header("Export-Package", RULES)
                        .classes("crm/rules"),
                bundle("work-1.0.jar").header("Export-Package", WORK).classes("work"));
    }

    private Archive bundle(String file, String... imports) {
        String name = file.replaceFirst("-\\d.*", "");
        Archive bundle = new Archive(built, file)
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", "io.blackfire.conprof.apps." + name)
                .header("Bundle-Version", "1.0");
        return imports.length == 0 ? bundle : bundle.header("Import-Package", String.join(",", imports));
    }

    /** A WAR as the servlet specification has it, its library inside. */
    private Archive war(String file, String resources) throws IOException {
        return new Archive(built, file)
                .classesIn(CLASSES, "web")
                .archive("WEB-INF/lib/work.jar", new Archive(built, "work.jar").classes("work"))
                .resources(resources);
    }

    private Archive kar(String name, String version, Archive bundle) throws IOException {
        String group = "io.blackfire.conprof.apps";
        String path = "repository/" + group.replace('.', '/') + "/" + name + "/" + version + "/" + name + "-" + version;
        String features =
                """
                <features name="%1$s-%2$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="%1$s" version="%2$s"><bundle>mvn:%3$s/%1$s/%2$s</bundle></feature>
                </features>
                """
                        .formatted(name, version, group);
        return new Archive(built, name + "-" + version + ".kar")
                .archive(path + ".jar", bundle)
                .text(path + "-features.xml", features);
    }
}
