package io.blackfire.conprof.profile;

import java.util.Map;

/**
 * Whose profile it is. Owners that map to equal names share one.
 *
 * @param name application name, as users know it
 * @param server whether it is the server's own share
 * @param labels labels of the profile
 */
public record Application(String name, boolean server, Map<String, String> labels) {}
