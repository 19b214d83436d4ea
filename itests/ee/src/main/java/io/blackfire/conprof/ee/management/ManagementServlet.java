package io.blackfire.conprof.ee.management;

import java.io.IOException;
import java.lang.management.ManagementFactory;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Does by JMX what an administrator does, who may flush the profiler as often as he likes. */
@WebServlet({"/jmx/state", "/jmx/flush"})
public final class ManagementServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public ManagementServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName profiler = new ObjectName("io.blackfire.conprof:type=Profiler");
            response.getWriter()
                    .print(
                            request.getServletPath().equals("/jmx/state")
                                    ? server.getAttribute(profiler, "State")
                                    : server.invoke(profiler, "flush", new Object[0], new String[0]));
        } catch (JMException e) {
            throw new ServletException(e);
        }
    }
}
