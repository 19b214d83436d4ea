package io.blackfire.conprof.harness;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A stack, inlined calls included.
 *
 * @param frames the frames, leaf first
 */
public record Stack(List<Frame> frames) {
    public Stack {
        frames = List.copyOf(frames);
    }

    /** Whether a function of the stack has this text in its name. */
    public boolean contains(String text) {
        return frames.stream().anyMatch(frame -> frame.function().contains(text));
    }

    /** The function on top, or an empty string if the stack is empty. */
    public String leaf() {
        return frames.isEmpty() ? "" : frames.get(0).function();
    }

    /** The function that the thread began with, or an empty string if the stack is empty. */
    public String root() {
        return frames.isEmpty() ? "" : frames.get(frames.size() - 1).function();
    }

    @Override
    public String toString() {
        return frames.stream().map(Frame::toString).collect(Collectors.joining("\n  at "));
    }
}
