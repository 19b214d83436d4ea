/**
 * What Blackfire Conprof costs, beside what async-profiler itself brings for the same purposes: marker frames beside spans,
 * one conversion into a profile per deployment beside five passes of its converter.
 *
 * <p>{@code mvn verify} checks the promises in a short run. The long run, of some 12 minutes, after
 * {@code mvn install -DskipTests -DskipITs}:
 *
 * <pre>{@code
 * mvn verify -pl itests/bench -Dbench=long
 * }</pre>
 *
 * <p>Nanoseconds and MB/s are those of the machine; only ratios within one run say something about another one.
 */
package io.blackfire.conprof.bench;
