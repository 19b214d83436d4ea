package io.blackfire.conprof.wildfly;

import java.nio.file.Path;

import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.wildfly.app.EarlyBean;
import io.blackfire.conprof.wildfly.app.EarlyWork;

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
