package io.blackfire.conprof.harness;

import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class HttpRulesTest {
    static Stream<Arguments> broken() {
        return Stream.of(
                head("POST", "GET", "request line is \"GET /profiling/v1/input HTTP/1.1\""),
                head("/v1/input", "/v2/input", "request line is \"POST /profiling/v2/input HTTP/1.1\""),
                head("/v1/input", "/v1/input?a=b", "request line is \"POST /profiling/v1/input?a=b HTTP/1.1\""),
                head("HTTP/1.1", "HTTP/1.0", "request line is \"POST /profiling/v1/input HTTP/1.0\""),
                head("Host: localhost\r\n", "", "header field Host is there 0 times instead of once"),
                head("Host:", "Host: a\r\nHost:", "header field Host is there 2 times instead of once"),
                head("localhost", "/run/agent.sock", "not a host: \"/run/agent.sock\""),
                head("Host:", "Host :", "not a header field: \"Host : localhost\""),
                head("Host:", "no colon\r\nHost:", "not a header field: \"no colon\""),
                head("localhost", "localhost\r\n folded", "not a header field: \" folded\""),
                head("localhost", "local\u0001host", "control character in the header field Host"),
                head("localhost\r\n", "localhost\n", "a line feed without a carriage return"),
                head("localhost\r\n", "localhost\r", "a carriage return without a line feed"),
                framing("\r\n", "neither Transfer-Encoding nor Content-Length"),
                framing("Content-Length: 1x\r\n\r\n", "Content-Length is 1x"),
                framing("Content-Length: -1\r\n\r\n", "Content-Length is -1"),
                framing("Content-Length: 999999999\r\n\r\n", "the body is too big"),
                framing(
                        "Content-Length: 1\r\nContent-Length: 1\r\n\r\n",
                        "header field Content-Length is there 2 times instead of once"),
                framing(
                        "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "both Transfer-Encoding and Content-Length"),
                framing("Transfer-Encoding: gzip\r\n\r\n", "Transfer-Encoding is gzip"),
                framing("Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "not the size of a chunk"),
                framing("Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", "no line end after a chunk"),
                framing("Content-Length: 0\r\n\r\n", "the body does not begin with its boundary"));
    }

    private static Arguments head(String part, String instead, String violation) {
        Consumer<Upload> change = upload -> upload.head = upload.head.replaceFirst(part, instead);
        return arguments(violation, change);
    }

    private static Arguments framing(String framing, String violation) {
        Consumer<Upload> change = upload -> upload.framing = length -> framing;
        return arguments(violation, change);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenRule_isAnsweredAndRecorded(String violation, Consumer<Upload> change) throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            assertThat(RawClient.send(agent, Upload.with(change))).isEqualTo("400 " + violation);
            assertThat(agent.violations()).containsExactly(violation);
            assertThat(agent.profiles()).isEmpty();
        }
    }
}
