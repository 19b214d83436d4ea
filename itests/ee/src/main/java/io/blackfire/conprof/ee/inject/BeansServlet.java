package io.blackfire.conprof.ee.inject;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Set;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Tells which beans an application sees, and whether it sees a class, by its name alone. */
@WebServlet({"/beans", "/class"})
public final class BeansServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Inject
    private transient BeanManager beans;

    /** For the container. */
    public BeansServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals("/class")) {
            response.getWriter().print(sees(request.getParameter("name")));
            return;
        }
        Set<Bean<?>> all = beans.getBeans(Object.class, Any.Literal.INSTANCE);
        for (Bean<?> bean : all) {
            for (Type type : bean.getTypes()) {
                response.getWriter().println(type.getTypeName());
            }
        }
    }

    private static boolean sees(String className) {
        try {
            Class.forName(className);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
