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

    @Override
    protected Server start(Map<String, String> properties, List<Path> archives) throws IOException {
        PortableServer server = PortableServer.start(product(), new Setup(archives, List.of(), properties));
        try {
            for (String application : applications()) {
                server.awaitPage("/" + application + "/jmx/state");
            }
        } catch (AssertionError e) {
            server.close();
            throw e;
        }
        return server;
    }

    @Override
    protected void adapt(WebArchive archive) {
        SampleApplications.leaveOutMessages(archive);
        SampleApplications.leaveOutRemoteBeans(archive);
        SampleApplications.leaveOutBatch(archive);
    }
}
