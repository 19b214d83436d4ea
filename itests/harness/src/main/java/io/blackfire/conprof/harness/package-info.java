/**
 * What every test and the demo share: a strict test Agent that can misbehave, and a reader of pprof that shares no code with the
 * profiler.
 */
package io.blackfire.conprof.harness;
