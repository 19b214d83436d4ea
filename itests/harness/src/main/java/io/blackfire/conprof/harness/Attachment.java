package io.blackfire.conprof.harness;

import java.util.Optional;

/**
 * A profile of an upload as it was sent.
 *
 * @param name name of the part
 * @param filename name of the file
 * @param bytes what was sent, compressed
 * @param pprof the decoded and validated profile, if it is a gzip-compressed pprof
 */
public record Attachment(String name, String filename, byte[] bytes, Optional<Pprof> pprof) {}
