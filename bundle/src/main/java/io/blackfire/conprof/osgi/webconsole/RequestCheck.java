package io.blackfire.conprof.osgi.webconsole;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpSession;

/**
 * Tells what our page sent from what another site made the browser send: browsers add the console's login to both, and the
 * console itself does not tell them apart.
 */
final class RequestCheck {
    static final String PARAMETER = "token";

    private static final String ATTRIBUTE = "io.blackfire.conprof.token";
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /** What the form must send back: random, the same for as long as the session lasts. */
    synchronized String token(HttpSession session) {
        String token = (String) session.getAttribute(ATTRIBUTE);
        if (token == null) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            token = HexFormat.of().formatHex(bytes);
            session.setAttribute(ATTRIBUTE, token);
        }
        return token;
    }

    boolean passes(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null
                && fromHere(request)
                && same((String) session.getAttribute(ATTRIBUTE), request.getParameter(PARAMETER));
    }

    /** What the browser itself says; one that says nothing is not refused for that. */
    private static boolean fromHere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = request.getHeader("Origin");
        return origin == null || authority(origin).equalsIgnoreCase(request.getHeader("Host"));
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean same(String expected, String given) {
        // takes as long whatever is given
        return expected != null
                && given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
