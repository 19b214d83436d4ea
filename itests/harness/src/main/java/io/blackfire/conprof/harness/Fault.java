package io.blackfire.conprof.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * A way in which a test Agent misbehaves towards a request. {@link TestAgent#stop()} and {@link TestAgent#crash()} are what makes it
 * refuse connections.
 */
public final class Fault {
    static final Fault NONE = new Fault("none", Exchange::accept);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final String name;
    private final Script script;

    private interface Script {
        void play(Exchange exchange) throws IOException, Violation;
    }

    private Fault(String name, Script script) {
        this.name = name;
        this.script = script;
    }

    void play(Exchange exchange) throws IOException, Violation {
        script.play(exchange);
    }

    /** Reads the request and answers with this status. */
    public static Fault status(int status) {
        return status(status, Map.of());
    }

    /** Reads the request and answers with this status and these header fields, for instance Retry-After or Location. */
    public static Fault status(int status, Map<String, String> headers) {
        return new Fault("status " + status + " " + headers, exchange -> {
            exchange.refuse();
            exchange.answer(status, headers, "test answer " + status + "\n");
        });
    }

    /** Reads the request and never answers; the connection stays open until the client closes it. */
    public static Fault noAnswer() {
        return new Fault("no answer", exchange -> {
            exchange.refuse();
            exchange.awaitClose();
        });
    }

    /** Never reads: the client's own send buffer fills up. */
    public static Fault noRead() {
        return new Fault("no read", exchange -> exchange.pause(Duration.ofDays(1)));
    }

    /** Answers 200, one byte a second. */
    public static Fault drip() {
        return new Fault("drip", exchange -> {
            exchange.refuse();
            for (char c : OK.toCharArray()) {
                exchange.write(String.valueOf(c));
                exchange.pause(SECOND);
            }
        });
    }

    /** Resets the connection after the head of the request. */
    public static Fault resetInRequest() {
        return new Fault("reset in the request", exchange -> {
            exchange.readHead();
            exchange.reset();
        });
    }

    /** Resets the connection after the first bytes of the answer. */
    public static Fault resetInAnswer() {
        return new Fault("reset in the answer", exchange -> {
            exchange.refuse();
            exchange.write(OK.substring(0, 12));
            exchange.reset();
        });
    }

    /** Reads the request and answers something that is not HTTP. */
    public static Fault notHttp() {
        return new Fault("not HTTP", exchange -> {
            exchange.refuse();
            exchange.write("-ERR unknown command\n");
            exchange.close();
        });
    }

    /** Reads the request and answers 200 with a body that never ends. */
    public static Fault endlessAnswer() {
        return new Fault("endless answer", exchange -> {
            exchange.refuse();
            exchange.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                exchange.write("1000\r\n" + "x".repeat(0x1000) + "\r\n");
            }
        });
    }

    /** Reads the request and closes the connection. */
    public static Fault closeWithoutAnswer() {
        return new Fault("close without an answer", exchange -> {
            exchange.refuse();
            exchange.close();
        });
    }

    /** Waits, then reads the request and stores it. */
    public static Fault slow(Duration delay) {
        return new Fault("slow " + delay, exchange -> {
            exchange.pause(delay);
            exchange.accept();
        });
    }

    /** Reads at most this many bytes of the body at a time, with a pause before each read, and stores the request. */
    public static Fault slowRead(int bytes, Duration each) {
        return new Fault("slow read " + bytes + " each " + each, exchange -> exchange.acceptSlowly(bytes, each));
    }

    @Override
    public String toString() {
        return name;
    }
}
