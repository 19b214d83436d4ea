package io.blackfire.conprof;

import java.util.Locale;

/** What differs between the systems we run on. */
final class Platform {
    private Platform() {}

    /** Where the Agent listens unless told otherwise; the paths are those of Blackfire's own packages. */
    static String defaultAgentSocket() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return "tcp://127.0.0.1:8307";
        }
        if (os.startsWith("mac")) {
            return System.getProperty("os.arch", "").equals("aarch64")
                    ? "unix:///opt/homebrew/var/run/blackfire-agent.sock"
                    : "unix:///usr/local/var/run/blackfire-agent.sock";
        }
        return "unix:///var/run/blackfire/agent.sock";
    }
}
