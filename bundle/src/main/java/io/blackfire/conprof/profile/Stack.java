package io.blackfire.conprof.profile;

import io.blackfire.conprof.attribution.Verdict;

/** A distinct stack of a chunk, and whose it is. */
final class Stack {
    /** Numbers of the {@link Chunk}'s frames, the leaf first. */
    final int[] frames;

    final Verdict verdict;

    Stack(int[] frames, Verdict verdict) {
        this.frames = frames;
        this.verdict = verdict;
    }
}
