package io.blackfire.conprof.portable;

class TomEeIT extends AnyServer {

    @Override
    Product product() {
        return Product.TOMEE;
    }

    @Override
    String kind() {
        return "tomee 9.0.0";
    }
}
