package io.blackfire.conprof.ee.app;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Works when the application starts and when it stops, if a context parameter says so. */
@WebListener
public final class StartAndStop implements ServletContextListener {
    /** For the container. */
    public StartAndStop() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        Burner.work(units(event, "units-at-start"));
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        Burner.work(units(event, "units-at-stop"));
        Burner.end();
    }

    private static int units(ServletContextEvent event, String parameter) {
        String units = event.getServletContext().getInitParameter(parameter);
        return units == null ? 0 : Integer.parseInt(units);
    }
}
