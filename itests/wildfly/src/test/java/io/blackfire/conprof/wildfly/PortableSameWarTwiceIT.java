package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;

import io.blackfire.conprof.ee.SameWarTwiceWithCopies;
import io.blackfire.conprof.ee.Server;

@Tag("release")
class PortableSameWarTwiceIT extends SameWarTwiceWithCopies {

    @Override
    protected boolean tells(String kind) {
        // the others in the servers of itests/portable
        return kind.matches("servlet|async|rest/json|library");
    }

    @Override
    protected Server start(Map<String, String> properties, List<Path> archives) throws IOException {
        Server server = WithoutSubsystem.start(properties);
        for (Path archive : archives) {
            server.deploy(archive);
        }
        return server;
    }

    @Override
    protected void adapt(WebArchive archive) {
        // deployed as it is
    }
}
