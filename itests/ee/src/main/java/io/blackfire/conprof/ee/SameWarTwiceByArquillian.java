package io.blackfire.conprof.ee;

import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** In the server that Arquillian runs, which has its adapter. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public abstract class SameWarTwiceByArquillian extends SameWarTwice {
    @ArquillianResource
    private Deployer deployer;

    /** For Arquillian. */
    @Deployment(name = "shop", testable = false)
    public static WebArchive shop() {
        return SampleApplications.of("shop-2.1");
    }

    /** For Arquillian. */
    @Deployment(name = "billing", testable = false)
    public static WebArchive billing() {
        return SampleApplications.of("billing");
    }

    /** For Arquillian. */
    @Deployment(name = "early", managed = false, testable = false)
    public static WebArchive early() {
        return SampleApplications.of("early");
    }

    /** For Arquillian. */
    @Deployment(name = "background", managed = false, testable = false)
    public static WebArchive background() {
        return SampleApplications.of("background");
    }

    @Override
    protected final void deploy(String application) {
        deployer.deploy(application);
    }

    @Override
    protected final void undeploy(String application) {
        deployer.undeploy(application);
    }
}
