package io.blackfire.conprof.agent;

/** Makes text that came from outside fit for one log line. */
final class LogText {
    static final int LONGEST = 200;

    private LogText() {}

    /** At most {@value #LONGEST} characters, without control characters and line breaks. */
    static String of(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }
}
