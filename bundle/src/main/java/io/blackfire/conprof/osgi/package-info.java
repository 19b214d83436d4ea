/**
 * The adapter for OSGi frameworks: a plain activator that starts the profiler, takes settings from ConfigAdmin and tells
 * the profiler which bundles are applications. What Karaf, its shell and a web container add sits in sub-packages that
 * are touched only where those are present.
 */
package io.blackfire.conprof.osgi;
