package io.blackfire.conprof.ee.app;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything below {@code /rest}. */
@ApplicationPath("/rest")
public class RestApplication extends Application {
    /** For the container. */
    public RestApplication() {}
}
