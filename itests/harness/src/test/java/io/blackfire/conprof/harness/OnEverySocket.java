package io.blackfire.conprof.harness;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Named.named;

/** A test that runs once for each kind of socket; it gets a supplier of test Agents. */
@Retention(RetentionPolicy.RUNTIME)
@Timeout(60)
@ParameterizedTest
@MethodSource("io.blackfire.conprof.harness.OnEverySocket$Agents#all")
@interface OnEverySocket {
    final class Agents {
        private Agents() {}

        static Stream<Named<Supplier<TestAgent>>> all() {
            return Stream.of(
                    named("unix", TestAgent::unix), named("tcp", TestAgent::tcp), named("https", TestAgent::https));
        }
    }
}
