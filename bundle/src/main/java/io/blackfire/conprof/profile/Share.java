package io.blackfire.conprof.profile;

import java.util.Map;

/**
 * Where the samples of one owner go.
 *
 * @param application whose profile they are in
 * @param labels labels of these samples that are not those of the whole profile
 */
public record Share(Application application, Map<String, String> labels) {}
