package io.blackfire.conprof.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

/**
 * A Blackfire Agent for tests: on a real socket, as strict as the protocol, and able to fail in every way that a network can.
 *
 * <p>A request that breaks a rule is answered 400 with the reason, and the reason is kept: a test ends with
 * {@code assertThat(agent.violations()).isEmpty()}. Runs from its creation until {@link #close()}, which leaves no thread and no
 * file. Thread-safe.
 */
public final class TestAgent implements AutoCloseable {
    private final Inbox inbox = new Inbox();
    private final Faults faults = new Faults();
    private final Endpoint endpoint;
    private final Path directory;
    private final SelfSigned tls;
    private Listener listener;
    private volatile boolean conprof;

    private TestAgent(Endpoint endpoint, Path directory, SelfSigned tls) {
        this.endpoint = endpoint;
        this.directory = directory;
        this.tls = tls;
        start();
    }

    /** An Agent on a Unix-domain socket in a directory of its own. */
    public static TestAgent unix() {
        Path directory = temporaryDirectory();
        return new TestAgent(Endpoint.unix(directory.resolve("agent.sock")), directory, null);
    }

    /** An Agent on this Unix-domain socket; a file that is there is replaced. */
    public static TestAgent unix(Path socket) {
        return new TestAgent(Endpoint.unix(socket), null, null);
    }

    /** An Agent on a free port of the loopback interface. */
    public static TestAgent tcp() {
        return tcp(0);
    }

    /** An Agent on this port of the loopback interface. */
    public static TestAgent tcp(int port) {
        return new TestAgent(Endpoint.tcp("tcp", port), null, null);
    }

    /** An Agent that speaks TLS on a free port of the loopback interface, with a certificate that signs itself. */
    public static TestAgent https() {
        Path directory = temporaryDirectory();
        return new TestAgent(Endpoint.tcp("https", 0), directory, SelfSigned.create(directory));
    }

    /** The same, but its certificate, of an authority that the client trusts, ended yesterday. */
    public static TestAgent httpsExpired() {
        Path directory = temporaryDirectory();
        return new TestAgent(Endpoint.tcp("https", 0), directory, SelfSigned.expired(directory));
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("conprof");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on, also checks what our own client has to send. */
    public TestAgent requireConprof() {
        conprof = true;
        return this;
    }

    boolean requiresConprof() {
        return conprof;
    }

    /** Where clients find this Agent: {@code unix:///…}, {@code tcp://127.0.0.1:…} or {@code https://127.0.0.1:…}. */
    public String address() {
        return endpoint.address();
    }

    /** A PKCS12 file with the certificate of an Agent that speaks TLS. */
    public Path trustStore() {
        return tls.trustStore();
    }

    /** The password of {@link #trustStore()}. */
    public String trustStorePassword() {
        return SelfSigned.PASSWORD;
    }

    /** For a client that trusts the certificate of an Agent that speaks TLS. */
    public SSLContext clientContext() {
        return tls.client();
    }

    /** Listens again on the same address after {@link #stop()} or {@link #crash()}. */
    public synchronized void start() {
        if (listener == null) {
            try {
                listener = new Listener(this, endpoint.bind(), tls == null ? null : tls.server());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot listen on " + endpoint.address(), e);
            }
        }
    }

    /** Ends every connection and listens no more; the file of a Unix-domain socket goes. What arrived is kept. */
    public synchronized void stop() {
        crash();
        try {
            endpoint.remove();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Like {@link #stop()}, but leaves the file of a Unix-domain socket behind, as an Agent that was killed does. */
    public synchronized void crash() {
        if (listener != null) {
            try {
                listener.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            listener = null;
        }
    }

    /** Every request meets this fault, until {@link #recover()}. */
    public void fail(Fault fault) {
        faults.always(fault);
    }

    /** The next requests meet this fault, after those of earlier calls and before what {@link #fail(Fault)} says. */
    public void failNext(int requests, Fault fault) {
        faults.next(requests, fault);
    }

    /** Requests meet no fault any more; those under way are not changed. */
    public void recover() {
        faults.none();
    }

    Faults faults() {
        return faults;
    }

    Inbox inbox() {
        return inbox;
    }

    /** The uploads that were stored, in the order of arrival. */
    public List<ReceivedProfile> profiles() {
        return inbox.accepted();
    }

    /** The uploads that kept every rule but met a fault instead of being stored, in the order of arrival. */
    public List<ReceivedProfile> refused() {
        return inbox.refused();
    }

    /** What was wrong with the requests that broke a rule, in the order of arrival. */
    public List<String> violations() {
        return inbox.violations();
    }

    /** How many connections were opened. */
    public int connections() {
        return inbox.connections();
    }

    /** How many requests were begun. */
    public int requests() {
        return inbox.requests();
    }

    /** Forgets what arrived. */
    public void clear() {
        inbox.clear();
    }

    /** Waits until this many uploads are stored and returns them. */
    public List<ReceivedProfile> awaitProfiles(int count, Duration deadline) {
        inbox.await(count + " profiles", () -> profiles().size() >= count, deadline);
        return profiles();
    }

    /**
     * Waits until the stored uploads are as wanted and returns them.
     *
     * @throws AssertionError with all that did arrive, when the deadline passes
     */
    public List<ReceivedProfile> awaitProfiles(Predicate<List<ReceivedProfile>> wanted, Duration deadline) {
        inbox.await("the profiles wanted", () -> wanted.test(profiles()), deadline);
        return profiles();
    }

    /**
     * Waits until a profile is stored of a period that began after now: those of earlier ones, which have all that was done
     * before, came before it.
     */
    public void awaitNewPeriod(Duration deadline) {
        awaitNewPeriod(profile -> true, deadline);
    }

    /** The same, for one as wanted. */
    public void awaitNewPeriod(Predicate<ReceivedProfile> wanted, Duration deadline) {
        Instant now = Instant.now();
        awaitProfiles(
                profiles ->
                        profiles.stream().anyMatch(profile -> profile.start().isAfter(now) && wanted.test(profile)),
                deadline);
    }

    /**
     * Waits until a condition on this Agent holds.
     *
     * @throws AssertionError with the description and all that did arrive, when the deadline passes
     */
    public void await(String description, Predicate<TestAgent> wanted, Duration deadline) {
        inbox.await(description, () -> wanted.test(this), deadline);
    }

    @Override
    public void close() {
        stop();
        if (directory != null && Files.exists(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
                Files.delete(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
