package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.util.Map;

import io.blackfire.conprof.ee.Server;
import io.blackfire.conprof.ee.ThreeCopies;

class PortableIT extends ThreeCopies {

    @Override
    protected Server start(Map<String, String> properties) throws IOException {
        return WithoutSubsystem.start(properties);
    }
}
