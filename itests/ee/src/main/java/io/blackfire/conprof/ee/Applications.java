package io.blackfire.conprof.ee;

import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

import io.blackfire.conprof.apps.work.Work;
import io.blackfire.conprof.ee.inject.ProfilerServlet;
import io.blackfire.conprof.ee.management.ManagementServlet;
import io.blackfire.conprof.ee.plain.BeanServlet;
import io.blackfire.conprof.ee.plain.WorkBean;
import io.blackfire.conprof.ee.plain.WorkServlet;

/** Archives of the plain sample application. */
public final class Applications {
    private Applications() {}

    /** An application that works in requests to {@code /work}. */
    public static WebArchive web(String name) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addClass(WorkServlet.class)
                .addAsLibrary(library());
    }

    /** The same, which tells what the profiler says that it has: the server's, or one that it brings. */
    public static WebArchive withProfiler(String name) {
        return web(name)
                .addClasses(ProfilerServlet.class, ManagementServlet.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    /** Two web modules, {@code /web-a} and {@code /web-b}, the first of which also works in {@code orders.jar}, and a library. */
    public static EnterpriseArchive enterprise(String name) {
        return ShrinkWrap.create(EnterpriseArchive.class, name)
                .addAsLibrary(library())
                .addAsModule(ShrinkWrap.create(JavaArchive.class, "orders.jar").addClass(WorkBean.class))
                .addAsModule(ShrinkWrap.create(WebArchive.class, "web-a.war")
                        .addClasses(WorkServlet.class, BeanServlet.class))
                .addAsModule(ShrinkWrap.create(WebArchive.class, "web-b.war").addClass(WorkServlet.class));
    }

    private static JavaArchive library() {
        return ShrinkWrap.create(JavaArchive.class, "work.jar").addClass(Work.class);
    }
}
