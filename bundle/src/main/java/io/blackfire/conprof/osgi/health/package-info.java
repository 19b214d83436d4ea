/** A Felix Health Check of the profiler. Only there while something runs health checks. */
package io.blackfire.conprof.osgi.health;
