package io.blackfire.conprof.ee;

import java.io.File;
import java.net.URISyntaxException;

import groovy.lang.GroovyShell;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

import io.blackfire.conprof.apps.work.Account;
import io.blackfire.conprof.ee.app.BackgroundServlet;
import io.blackfire.conprof.ee.app.BurnServlet;
import io.blackfire.conprof.ee.app.BurnTimer;
import io.blackfire.conprof.ee.app.MessageServlet;
import io.blackfire.conprof.ee.app.Messages;
import io.blackfire.conprof.ee.app.RemoteWorkBean;
import io.blackfire.conprof.ee.background.OwnThreadsServlet;
import io.blackfire.conprof.ee.background.WorkBatchlet;

/** Archives of applications that work in every way there is. */
public final class SampleApplications {
    private SampleApplications() {}

    /** The one of this name. */
    static WebArchive of(String name) {
        String archive = name + ".war";
        return switch (name) {
            case "early" -> early(archive);
            case "background" -> background(archive);
            default -> war(archive);
        };
    }

    /** The same classes under any name. */
    private static WebArchive war(String name) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addPackage(BurnServlet.class.getPackage())
                .addAsLibrary(library());
    }

    /** The same, which works when it starts and stops: in listeners and in beans. */
    private static WebArchive early(String name) {
        return war(name)
                .setWebXML(
                        new StringAsset(
                                """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <context-param>
                    <param-name>units-at-start</param-name>
                    <param-value>600</param-value>
                  </context-param>
                  <context-param>
                    <param-name>units-at-stop</param-name>
                    <param-value>600</param-value>
                  </context-param>
                  <env-entry>
                    <env-entry-name>units-of-beans</env-entry-name>
                    <env-entry-type>java.lang.Integer</env-entry-type>
                    <env-entry-value>600</env-entry-value>
                  </env-entry>
                </web-app>
                """));
    }

    /** The same without what makes a server start its message broker and its timers: most of the time that it takes to boot. */
    public static WebArchive earlyAlone(String name) {
        return early(name)
                .deleteClasses(
                        BackgroundServlet.class,
                        BurnTimer.class,
                        MessageServlet.class,
                        Messages.class,
                        RemoteWorkBean.class);
    }

    /** What is left where no remote bean can be deployed: all other ways to work. */
    public static void leaveOutRemoteBeans(WebArchive archive) {
        archive.deleteClass(RemoteWorkBean.class);
    }

    /** The same where there is no message broker. */
    public static void leaveOutMessages(WebArchive archive) {
        archive.deleteClasses(MessageServlet.class, Messages.class);
    }

    /** The same where there are no batch jobs. */
    public static void leaveOutBatch(WebArchive archive) {
        archive.deleteClass(WorkBatchlet.class);
    }

    /** An application of its own that has a library of the others, and works in threads that tell nothing. */
    private static WebArchive background(String name) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addPackage(OwnThreadsServlet.class.getPackage())
                .addAsResource("META-INF/batch-jobs/work.xml")
                .addAsWebResource(
                        new StringAsset(
                                """
                <%= ((java.util.function.IntToLongFunction) application.getAttribute("page"))
                        .applyAsLong(Integer.parseInt(request.getParameter("units"))) %>
                """),
                        "page.jsp")
                .addAsLibrary(library())
                .addAsLibrary(groovy());
    }

    private static File groovy() {
        try {
            return new File(GroovyShell.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JavaArchive library() {
        return ShrinkWrap.create(JavaArchive.class, "work.jar").addPackage(Account.class.getPackage());
    }
}
