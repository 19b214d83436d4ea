package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpServer;

/** A page elsewhere that makes the browser of whoever looks at it send a form. */
record OtherSite(HttpServer server) implements AutoCloseable {

    static OtherSite posting(URI target, String name, String value) throws IOException {
        byte[] page =
                """
                <form method="post" action="%s"><input name="%s" value="%s"></form>
                <script>document.forms[0].submit()</script>
                """
                        .formatted(target, name, value)
                        .getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(page);
            }
        });
        server.start();
        return new OtherSite(server);
    }

    /** By another name than the console's, as browsers tell sites apart by name. */
    String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
