package io.blackfire.conprof.apps.web;

import java.io.IOException;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import io.blackfire.conprof.apps.work.Account;

/**
 * {@code ?units=n} does so many units of work; {@code ?account=name} tells what an application has used. One class in
 * several applications, so that its name alone cannot say whose request it serves.
 */
public final class Burn extends HttpServlet {
    private static final long serialVersionUID = 1;

    private transient Account account;

    /** For the web container; the name comes as init parameter, else it is the context path. */
    public Burn() {}

    @Override
    public void init() {
        String name = getInitParameter("name");
        account = new Account(
                name != null ? name : getServletContext().getContextPath().substring(1));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String of = request.getParameter("account");
        if (of != null) {
            response.getWriter().print(Account.cpuNanos(of));
            return;
        }
        response.getWriter().print(account.work(Integer.parseInt(request.getParameter("units"))));
    }
}
