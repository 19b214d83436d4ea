package io.blackfire.conprof.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Makes an Agent reachable under another address: passes one connection on. */
final class Forwarder implements AutoCloseable {
    private final ServerSocket server;
    private final int agentPort;

    Forwarder(String address, int agentPort) throws IOException {
        this.server = new ServerSocket(0, 1, InetAddress.getByName(address));
        this.agentPort = agentPort;
        new Thread(this::forward).start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void forward() {
        try (Socket client = server.accept();
                Socket agent = new Socket(InetAddress.getLoopbackAddress(), agentPort)) {
            Thread answers = new Thread(() -> copy(agent, client));
            answers.start();
            copy(client, agent);
            answers.join();
        } catch (IOException | InterruptedException e) {
            // whoever needed it sees its end
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one of the two has closed
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
