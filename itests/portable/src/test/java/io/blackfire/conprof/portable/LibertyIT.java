package io.blackfire.conprof.portable;

class LibertyIT extends AnyServer {

    @Override
    Product product() {
        return Product.LIBERTY;
    }

    @Override
    String kind() {
        return "ibm websphere liberty 26.0.0.3";
    }
}
