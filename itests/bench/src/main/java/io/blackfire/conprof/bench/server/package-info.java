/** What the profiler costs a real server. */
package io.blackfire.conprof.bench.server;
