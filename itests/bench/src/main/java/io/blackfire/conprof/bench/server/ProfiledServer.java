package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import com.acme.orders.Orders;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;

/** A web server with one deployment, profiled, each request some milliseconds of it. Prints its port; ends with its input. */
final class ProfiledServer {
    static final String WORK = "/";
    /** Answers what waits, what was delivered and what was lost, in one line. */
    static final String STATUS = "/status";

    static final String FLUSH = "/flush";
    /** Changes a setting: {@code period=45s}. */
    static final String SET = "/set?";
    /** Has the {@link Hardship} of this name, or none. */
    static final String HARDSHIP = "/hardship?";

    /** How long a period is, unless it is set. */
    static final String SHORT_PERIOD = "3s";

    private static final int WORKERS = 16;
    private static final int TIMES = 6;

    // each slice is to have the end of a period, and attempts to upload that fail
    private static final Map<String, String> SETTINGS = new ConcurrentHashMap<>(
            Map.of("application-name", "server", "period", SHORT_PERIOD, "upload-timeout", "1s"));

    private ProfiledServer() {}

    /**
     * Serves.
     *
     * @param arguments the Agent's address, and the profiler's folder
     */
    public static void main(String[] arguments) throws IOException {
        Profiler profiler = Profiler.builder()
                .config(set("agent-socket=" + arguments[0]))
                .directory(Path.of(arguments[1]))
                .build();
        Hardship hardship = new Hardship(profiler);
        profiler.startAndWait(Duration.ofSeconds(30));
        Orders orders = new Orders();
        Deployment deployment = profiler.deployments().add("orders", Map.of(), new Application(), null);
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext(WORK, exchange -> {
            deployment.run(() -> {
                for (int i = 0; i < TIMES; i++) {
                    orders.run();
                }
            });
            answer(exchange, "done");
        });
        server.createContext(STATUS, exchange -> answer(exchange, text(profiler.status())));
        server.createContext(FLUSH, exchange -> answer(exchange, Boolean.toString(profiler.flush())));
        page(server, SET, setting -> profiler.configure(set(setting)));
        page(server, HARDSHIP, hardship::become);
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // until whoever started it closes it
        }
        server.stop(0);
        workers.shutdown();
        profiler.stop();
    }

    private static ProfilerConfig set(String setting) {
        int equals = setting.indexOf('=');
        SETTINGS.put(setting.substring(0, equals), setting.substring(equals + 1));
        return ProfilerConfig.resolve(SETTINGS);
    }

    /** Does something with what comes after the question mark. */
    private static void page(HttpServer server, String path, Consumer<String> action) {
        server.createContext(path.substring(0, path.length() - 1), exchange -> {
            action.accept(exchange.getRequestURI().getQuery());
            answer(exchange, "done");
        });
    }

    private record Application() implements ClassSource {
        @Override
        public Set<String> packages() {
            return Set.of(Orders.class.getPackageName());
        }

        @Override
        public boolean contains(String className) {
            return className.startsWith(Orders.class.getName());
        }
    }

    private static String text(ProfilerStatus status) {
        ProfilerStatus.Delivery delivery = status.delivery();
        return (delivery.pending() + delivery.spooled()) + " wait, " + delivery.delivered() + " delivered, "
                + status.state() + " by " + status.cpuEngine() + " [" + status.reason() + "], lost " + delivery.lost();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
