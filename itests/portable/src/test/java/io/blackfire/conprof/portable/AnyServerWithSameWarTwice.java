package io.blackfire.conprof.portable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jboss.shrinkwrap.api.spec.WebArchive;

import io.blackfire.conprof.ee.SameWarTwiceWithCopies;
import io.blackfire.conprof.ee.SampleApplications;
import io.blackfire.conprof.ee.Server;

/** In servers for which there is no adapter, with what all of them have. */
abstract class AnyServerWithSameWarTwice extends SameWarTwiceWithCopies {
    /** Which server. */
    abstract Product product();

    /** One application after the other, where the server can: the first one leads then, and JMX shows that one. */
    @Override
    protected Server start(Map<String, String> properties, List<Path> archives) throws IOException {
        int atOnce = product().undeploys() ? 1 : archives.size();
        PortableServer server =
                PortableServer.start(product(), new Setup(archives.subList(0, atOnce), List.of(), properties));
        try {
            for (String application : applications().subList(0, atOnce)) {
                server.awaitPage("/" + application + "/state");
            }
            for (Path archive : archives.subList(atOnce, archives.size())) {
                server.deploy(archive);
            }
        } catch (AssertionError e) {
            server.close();
            throw e;
        }
        return server;
    }

    @Override
    protected boolean tells(String kind) {
        return !kind.equals("batch") && super.tells(kind);
    }

    @Override
    protected void adapt(WebArchive archive) {
        SampleApplications.leaveOutMessages(archive);
        SampleApplications.leaveOutRemoteBeans(archive);
        SampleApplications.leaveOutBatch(archive);
    }
}
