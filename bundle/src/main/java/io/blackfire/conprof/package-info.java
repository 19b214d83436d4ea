/**
 * Blackfire's continuous profiler for Java application servers: the API.
 *
 * <p>{@link io.blackfire.conprof.Profiler} samples the whole JVM with async-profiler, decides for every sample which
 * {@link io.blackfire.conprof.Deployment} owns it, and every period uploads one profile per deployment to the Blackfire
 * Agent. This is the only exported package; every type in it may be used from any thread.
 */
@Export
@Version("0.6.0")
package io.blackfire.conprof;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
