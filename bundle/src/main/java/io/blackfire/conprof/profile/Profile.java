package io.blackfire.conprof.profile;

/**
 * The profile of one application for one period.
 *
 * @param application whose it is
 * @param samples samples in it
 * @param pprof the profile, gzip-compressed
 */
public record Profile(Application application, long samples, byte[] pprof) {}
