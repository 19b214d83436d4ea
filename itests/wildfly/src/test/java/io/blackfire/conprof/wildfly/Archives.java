package io.blackfire.conprof.wildfly;

import java.nio.file.Path;

import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.wildfly.app.BeatStarter;
import io.blackfire.conprof.wildfly.app.EarlyBean;
import io.blackfire.conprof.wildfly.app.EarlyWork;
import io.blackfire.conprof.wildfly.app.beat.Beat;

/** Applications that tests put together. */
final class Archives {
    private Archives() {}

    /** An application that needs nothing but servlets, and works when it starts. */
    static Path early(Path folder) {
        Path file = folder.resolve("early.war");
        ShrinkWrap.create(WebArchive.class, "early.war")
                .addClass(EarlyWork.class)
                .addPackage(Account.class.getPackage())
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }

    /** Its web module names a jar of the whole archive in its manifest, which WildFly makes a module of its own. */
    static EnterpriseArchive withClassPath(String name) {
        String application =
                "<application><module><web><web-uri>desk.war</web-uri><context-root>/desk</context-root></web></module></application>";
        return ShrinkWrap.create(EnterpriseArchive.class, name)
                .setApplicationXML(new StringAsset(application))
                .addAsModule(Applications.web("desk.war")
                        .addClass(BeatStarter.class)
                        .setManifest(new StringAsset("Manifest-Version: 1.0\nClass-Path: beat.jar\n")))
                .add(ShrinkWrap.create(JavaArchive.class, "beat.jar").addClass(Beat.class), "/", ZipExporter.class);
    }

    /** An application that needs nothing but beans, and works when it starts. */
    static Path beans(Path folder) {
        Path file = folder.resolve("early.jar");
        ShrinkWrap.create(JavaArchive.class, "early.jar")
                .addClass(EarlyBean.class)
                .addPackage(Account.class.getPackage())
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }
}
