package io.blackfire.conprof.portable;

class PayaraMicroIT extends AnyServer {

    @Override
    Product product() {
        return Product.PAYARA_MICRO;
    }

    @Override
    String kind() {
        return "payara micro 6.2025.9";
    }
}
