package io.blackfire.conprof.portable;

import java.util.List;

/** Deploys nothing while it runs: what is to be there is from the start. */
class PayaraMicroSameWarTwiceIT extends AnyServerWithSameWarTwice {

    @Override
    Product product() {
        return Product.PAYARA_MICRO;
    }

    @Override
    protected List<String> applications() {
        return List.of("shop-2.1", "billing", "background");
    }

    @Override
    protected void deploy(String application) {
        // it is there
    }

    @Override
    protected void undeploy(String application) {
        // it stays
    }
}
