package io.blackfire.conprof.payara;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Lets Arquillian deploy to our own launcher: its adapter for Payara 6 is not to be had. */
public final class ArquillianPayara implements LoadableExtension {
    /** For Arquillian. */
    public ArquillianPayara() {}

    @Override
    public void register(ExtensionBuilder builder) {
        builder.service(DeployableContainer.class, ArquillianContainer.class);
    }
}
