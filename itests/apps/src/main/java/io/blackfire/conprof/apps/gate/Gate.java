package io.blackfire.conprof.apps.gate;

import java.io.IOException;

import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;

import io.blackfire.conprof.apps.work.Account;

/** A filter in front of {@code Burn}: {@code ?gate=n} does so many units of work before the request may go on. */
public final class Gate implements Filter {
    private Account account;

    /** For the web container. */
    public Gate() {}

    /** A second time, and its account begins with 0 again. */
    @Override
    public void init(FilterConfig config) {
        account = new Account(config.getServletContext().getContextPath().substring(1) + "-gate");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String units = request.getParameter("gate");
        if (units != null) {
            account.work(Integer.parseInt(units));
        }
        chain.doFilter(request, response);
    }
}
