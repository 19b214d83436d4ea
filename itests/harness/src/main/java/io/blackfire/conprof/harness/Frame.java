package io.blackfire.conprof.harness;

/**
 * One call in a stack.
 *
 * @param function name of the function
 * @param file file or class that it is defined in, empty if not known
 * @param line line of the call, 0 if not known
 */
public record Frame(String function, String file, long line) {
    @Override
    public String toString() {
        return file.isEmpty() ? function : function + " (" + file + ":" + line + ")";
    }
}
