package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.condition.EnabledIf;

/** The same on the newest JDK with long-term support that is here and that Karaf 4.4 runs on: its EventAdmin fails on JDK 24. */
@EnabledIf("another")
class NewestJdkApplicationsIT extends ApplicationsIT {

    static boolean another() throws IOException {
        return Jdk.feature(Jdk.newestLongTerm(23)) != Jdk.feature(Jdk.current());
    }

    @Override
    Path jdk() throws IOException {
        return Jdk.newestLongTerm(23);
    }
}
