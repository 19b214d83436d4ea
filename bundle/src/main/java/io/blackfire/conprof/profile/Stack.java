package io.blackfire.conprof.profile;

import io.blackfire.conprof.attribution.Claim;
import io.blackfire.conprof.attribution.Verdict;

/** A distinct stack of a recording, the leaf first, and whose it is. */
final class Stack {
    final Method[] methods;
    final int[] lines;
    final Verdict verdict;

    Stack(Method[] methods, int[] lines) {
        this.methods = methods;
        this.lines = lines;
        Claim[] claims = new Claim[methods.length];
        for (int i = 0; i < claims.length; i++) {
            claims[i] = methods[i].claim;
        }
        this.verdict = Verdict.of(claims);
    }
}
