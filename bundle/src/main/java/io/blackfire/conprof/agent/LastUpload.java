package io.blackfire.conprof.agent;

import java.time.Instant;

/**
 * How the last attempt to upload ended.
 *
 * @param at when
 * @param application the application whose profile it was
 * @param delivered whether the Agent took the profile
 * @param answer what the Agent answered, or why there is no answer; may be shown to users as it is
 */
public record LastUpload(Instant at, String application, boolean delivered, String answer) {}
