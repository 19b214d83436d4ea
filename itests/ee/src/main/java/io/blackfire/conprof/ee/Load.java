package io.blackfire.conprof.ee;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** Work that is asked of the applications of a server, and what an Agent receives of it. */
final class Load implements AutoCloseable {
    private final EeServer server;
    private final Client client;
    private final TestAgent agent = TestAgent.unix().requireConprof();

    Load(EeServer server) throws IOException {
        this.server = server;
        server.configure(agent.address());
        this.client = new Client(server.http());
    }

    /** All that was before now is uploaded and forgotten. */
    void begin() throws IOException {
        server.flush();
        agent.clear();
    }

    /** Has one application work in one way, or has its neighbour ask it. */
    void ask(String application, String neighbour, String kind, int units) {
        switch (kind) {
            case "socket" -> client.talk("/" + application + "/socket", Integer.toString(units));
            case "session" -> {
                String session = client.get("/" + application + "/session?units=" + units);
                client.get("/" + application + "/session?of=" + session);
            }
            case "include", "remote", "commit" ->
                client.get("/" + neighbour + "/" + kind + "?neighbour=" + application + "&units=" + units);
            default -> client.get("/" + application + "/" + kind + "?units=" + units);
        }
    }

    /** What has come since {@link #begin}. */
    Received received() throws IOException {
        server.flush();
        assertThat(agent.violations()).isEmpty();
        return new Received(agent.profiles());
    }

    /** What a module has used by its own account, in nanoseconds of CPU time. */
    long account(String module) {
        return Long.parseLong(client.get("/billing/account?of=" + module));
    }

    /** In which ways the application with classes of its own can work here. */
    List<String> ownWays() {
        return List.of(client.get("/background/own/ways").split(","));
    }

    void askInOwnWay(String way, int units) {
        client.get("/background/own/" + way + "?units=" + units);
    }

    /** What each of them has used, in nanoseconds of CPU time. */
    Map<String, Double> accountsOfOwnWays(List<String> ways) {
        Map<String, Double> accounts = new HashMap<>();
        ways.forEach(way -> accounts.put(way, (double) account("background-" + way)));
        // the JVM tells nothing of virtual threads, but the same work takes the same time
        accounts.computeIfPresent("virtual", (way, none) -> accounts.get("pool"));
        return accounts;
    }

    @Override
    public void close() {
        agent.close();
    }
}
