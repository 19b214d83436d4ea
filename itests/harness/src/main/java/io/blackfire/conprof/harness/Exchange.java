package io.blackfire.conprof.harness;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request and its answer. */
final class Exchange {
    private final Wire wire;
    private final InputStream in;
    private final TestAgent agent;
    private final CountDownLatch stopping;
    private boolean last;
    private boolean reading;

    Exchange(Wire wire, InputStream in, TestAgent agent, CountDownLatch stopping) {
        this.wire = wire;
        this.in = in;
        this.agent = agent;
        this.stopping = stopping;
    }

    /** Whether the connection ends with this exchange. */
    boolean isLast() {
        return last;
    }

    /** Whether the request has begun to come and is not there yet. */
    boolean isReading() {
        return reading;
    }

    /** Reads the request and stores it, as the Agent does. */
    void accept() throws IOException, Violation {
        accept(in);
    }

    void acceptSlowly(int bytes, Duration each) throws IOException, Violation {
        accept(new SlowInput(in, bytes, () -> pause(each)));
    }

    private void accept(InputStream input) throws IOException, Violation {
        agent.inbox().accept(read(input));
        answer(200, Map.of(), "");
    }

    /** Reads the request and stores it nowhere. */
    void refuse() throws IOException, Violation {
        agent.inbox().refuse(read(in));
    }

    void readHead() throws IOException, Violation {
        new RequestReader(in).head();
    }

    private ReceivedProfile read(InputStream input) throws IOException, Violation {
        reading = true;
        var reader = new RequestReader(input);
        Headers headers = reader.head();
        last = headers.says("Connection", "close");
        if (headers.says("Expect", "100-continue")) {
            write("HTTP/1.1 100 Continue\r\n\r\n");
        }
        byte[] body = reader.body(headers);
        reading = false;
        ReceivedProfile profile = UploadRules.read(headers, body);
        if (agent.requiresConprof()) {
            ConprofRules.check(profile);
        }
        return profile;
    }

    void answer(int status, Map<String, String> headers, String body) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + status + " Test\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (last) {
            head.append("Connection: close\r\n");
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head.append("Content-Type: text/plain\r\nContent-Length: ")
                .append(bytes.length)
                .append("\r\n\r\n");
        write(head + body);
    }

    void write(String text) throws IOException {
        OutputStream out = wire.out();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Answers a request that broke a rule and lets the client read that, even if it is still sending. */
    void reject(String reason) throws IOException {
        last = true;
        answer(400, Map.of(), reason + "\n");
        wire.shutdownOutput();
        awaitClose();
    }

    /** Returns when the client closes the connection. */
    void awaitClose() throws IOException {
        last = true;
        in.transferTo(OutputStream.nullOutputStream());
    }

    void close() throws IOException {
        last = true;
        wire.close();
    }

    void reset() throws IOException {
        last = true;
        wire.reset();
    }

    void pause(Duration duration) throws IOException {
        try {
            if (stopping.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new EOFException("the Agent stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EOFException("interrupted");
        }
    }
}
