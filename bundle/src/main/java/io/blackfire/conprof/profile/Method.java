package io.blackfire.conprof.profile;

import io.blackfire.conprof.attribution.Claim;

/** A method of a recording with its names resolved once. */
final class Method {
    final String function;
    final String file;
    final Claim claim;

    /**
     * @param function class and method as {@code com.acme.Order.total}; for native code the symbol alone
     * @param file the class; for native code the library
     * @param claim what a frame of it says about the owner
     */
    Method(String function, String file, Claim claim) {
        this.function = function;
        this.file = file;
        this.claim = claim;
    }
}
