/** The profiler's own threads. */
package io.blackfire.conprof.thread;
