package io.blackfire.conprof.portable;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

class TomEeSameWarTwiceIT extends AnyServerWithSameWarTwice {
    /** One that may include another's responses, and whose sessions end when they are over. */
    private static final String CONTEXT =
            """
            <Context crossContext="true">
              <Manager processExpiresFrequency="1"/>
            </Context>
            """;

    @Override
    Product product() {
        return Product.TOMEE;
    }

    @Override
    protected void adapt(WebArchive archive) {
        super.adapt(archive);
        archive.addAsManifestResource(new StringAsset(CONTEXT), "context.xml");
    }
}
