package io.blackfire.conprof.portable;

class LibertySameWarTwiceIT extends AnyServerWithSameWarTwice {

    @Override
    Product product() {
        return Product.LIBERTY;
    }
}
