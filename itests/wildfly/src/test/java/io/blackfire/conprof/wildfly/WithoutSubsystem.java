package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import org.wildfly.plugin.tools.Deployment;
import org.wildfly.plugin.tools.UndeployDescription;

import io.blackfire.conprof.ee.Server;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Traces;

/** A whole WildFly, which does not know of us. */
record WithoutSubsystem(WildFlyServer wildfly, Jdk jdk) implements Server {
    static WithoutSubsystem start(Map<String, String> properties) throws IOException {
        Jdk jdk = Jdk.tested().get(0);
        String[] options = properties.entrySet().stream()
                .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        return new WithoutSubsystem(
                WildFlyServer.fullWithout(jdk).javaOptions(options).start(), jdk);
    }

    @Override
    public URI http() {
        return wildfly.address();
    }

    @Override
    public String get(String path) throws IOException {
        return wildfly.get(path);
    }

    @Override
    public void deploy(Path archive) throws IOException {
        wildfly.manager().deploymentManager().deploy(Deployment.of(archive)).assertSuccess();
    }

    @Override
    public void undeploy(String archive) throws IOException {
        wildfly.manager()
                .deploymentManager()
                .undeploy(UndeployDescription.of(archive))
                .assertSuccess();
    }

    @Override
    public Traces traces() {
        return new Traces(wildfly.pid(), jdk);
    }

    @Override
    public void close() throws IOException {
        wildfly.close();
    }
}
