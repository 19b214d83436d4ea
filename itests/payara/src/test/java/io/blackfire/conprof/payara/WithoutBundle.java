package io.blackfire.conprof.payara;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import io.blackfire.conprof.ee.Server;
import io.blackfire.conprof.harness.machine.Traces;

/** A Payara that does not know of us. */
record WithoutBundle(PayaraServer payara) implements Server {
    /** The one in this folder, where nothing of ours is left, with these system properties. */
    static PayaraServer in(Path home, Map<String, String> properties) throws IOException {
        PayaraServer server = PayaraServer.of(home);
        for (Map.Entry<String, String> property : properties.entrySet()) {
            server.javaOption("-D" + property.getKey() + "=" + property.getValue());
        }
        return server;
    }

    @Override
    public URI http() {
        try {
            return payara.address();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String get(String path) throws IOException {
        return payara.get(path);
    }

    @Override
    public void deploy(Path archive) throws IOException {
        payara.deploy(archive, Map.of());
    }

    @Override
    public void undeploy(String archive) throws IOException {
        payara.undeploy(archive.replaceFirst("\\.war$", ""));
    }

    @Override
    public Traces traces() throws IOException {
        return new Traces(payara.pid(), Asadmin.JDK);
    }

    @Override
    public void close() throws IOException {
        payara.close();
    }
}
