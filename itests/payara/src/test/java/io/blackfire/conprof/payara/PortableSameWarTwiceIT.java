package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.SameWarTwiceWithCopies;
import io.blackfire.conprof.ee.Server;

@Tag("release")
@ExtendWith(NeedsJdk.class)
class PortableSameWarTwiceIT extends SameWarTwiceWithCopies {
    @TempDir
    private static Path homes;

    @Override
    protected boolean tells(String kind) {
        // the others in the servers of itests/portable
        return kind.matches("servlet|async|rest/json|library");
    }

    @Override
    protected Server start(Map<String, String> properties, List<Path> archives) throws IOException {
        ServerHome home = ServerHome.copy(homes.resolve("home"));
        home.removeOurs();
        PayaraServer payara = WithoutBundle.in(home.folder(), properties).start();
        payara.hurry();
        Server server = new WithoutBundle(payara);
        for (Path archive : archives) {
            server.deploy(archive);
        }
        return server;
    }

    @Override
    protected void adapt(WebArchive archive) {
        Descriptors.addTo(archive);
        RemoteBeans.leaveOutOf(archive);
    }
}
