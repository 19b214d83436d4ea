package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.wildfly.plugin.tools.Deployment;
import org.wildfly.plugin.tools.UndeployDescription;

import io.blackfire.conprof.ee.ThreeCopies;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Traces;

class PortableIT extends ThreeCopies {

    @Override
    protected Server start(Map<String, String> properties) throws IOException {
        Jdk jdk = Jdk.tested().get(0);
        String[] options = properties.entrySet().stream()
                .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        return new WithoutSubsystem(
                WildFlyServer.without(jdk).javaOptions(options).start(), jdk);
    }

    private record WithoutSubsystem(WildFlyServer wildfly, Jdk jdk) implements Server {
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
}
