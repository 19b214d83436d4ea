package io.blackfire.conprof.ee.app;

import java.io.IOException;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.blackfire.conprof.apps.work.Account;

/** Tells what a deployment has used, in nanoseconds of CPU time; any of the server, also one that is gone. */
@WebServlet("/account")
public final class AccountServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public AccountServlet() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(Account.cpuNanos(request.getParameter("of")));
    }
}
