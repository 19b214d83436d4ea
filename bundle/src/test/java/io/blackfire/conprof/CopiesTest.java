package io.blackfire.conprof;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.acme.shared.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** Several copies of us at once in one JVM, as when several applications bring us: one samples, for all of them. */
class CopiesTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Pattern LIBRARY = Pattern.compile("/\\S*libasyncProfiler\\S*\\.so");
    private static final Duration WORK = Duration.ofMillis(300);
    private static final String CPU = "cpu-time/nanoseconds";

    private final TestAgent agent = TestAgent.unix();
    private final List<Copy> copies = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void end() throws Exception {
        for (Copy copy : copies) {
            copy.end();
        }
        assertThat(agent.violations()).isEmpty();
        agent.close();
    }

    /** Its periods end only when they are told to. */
    private Copy start(Rank rank) throws Exception {
        Copy copy = Copy.start(agent.address(), folder.resolve(Integer.toString(copies.size())), rank, LONG, List.of());
        copies.add(copy);
        return copy;
    }

    private Copy start(Rank rank, String state) throws Exception {
        Copy copy = start(rank);
        copy.awaitState(state);
        return copy;
    }

    private static void work() {
        long end = System.nanoTime() + WORK.toNanos();
        while (System.nanoTime() < end) {
            Json.print(100_000);
        }
    }

    private List<ReceivedProfile> profiles(String application) {
        return agent.profiles().stream()
                .filter(profile -> profile.application().equals(application))
                .toList();
    }

    private long worked(String application) {
        return profiles(application).stream()
                .mapToLong(profile -> profile.pprof().sum(CPU, stack -> stack.contains("Json.print")))
                .sum();
    }

    private static ClassLoader application() {
        return new URLClassLoader(new URL[0], null);
    }

    @Test
    void threeCopies_areOneSessionAndOneUploadForEachApplication() throws Exception {
        Copy first = start(Rank.PORTABLE, "RUNNING");
        Copy second = start(Rank.PORTABLE, "FOLLOWING");
        Copy third = start(Rank.PORTABLE, "FOLLOWING");
        first.add("of-a", application()).run(CopiesTest::work);
        second.add("of-b", application()).run(CopiesTest::work);
        third.add("of-c", application()).run(CopiesTest::work);
        // whoever asks, the one that samples does it
        assertThat(third.call("flush")).isEqualTo(true);

        for (String name : List.of("of-a", "of-b", "of-c")) {
            assertThat(profiles(name)).as(name).singleElement().satisfies(profile -> assertThat(profile.tags())
                    .containsEntry("context_path", "/" + name)
                    .containsEntry("profile_seq", "0"));
            assertThat(worked(name)).as(name).isPositive();
        }
        Set<String> libraries = LIBRARY.matcher(Files.readString(Path.of("/proc/self/maps")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        assertThat(libraries).hasSize(1);
    }

    @Test
    void leaderThatEnds_isFollowedByOneThatKnowsAllDeployments() throws Exception {
        Copy first = start(Rank.PORTABLE, "RUNNING");
        Copy.Application ofFirst = first.add("of-first", application());
        Copy second = start(Rank.PORTABLE, "FOLLOWING");
        Copy third = start(Rank.PORTABLE, "FOLLOWING");
        Copy.Application ofThird = third.add("of-third", application());
        ofFirst.run(CopiesTest::work);
        ofThird.run(CopiesTest::work);
        ofFirst.remove();
        first.call("close");
        assertThat(worked("of-first")).isPositive();
        long before = worked("of-third");
        assertThat(before).isPositive();

        second.awaitState("RUNNING");
        assertThat(third.state()).isEqualTo("FOLLOWING");
        ofThird.run(CopiesTest::work);
        assertThat(second.call("flush")).isEqualTo(true);
        assertThat(profiles("of-third"))
                .extracting(profile -> profile.tags().get("profile_seq"))
                .containsExactly("0", "1");
        assertThat(worked("of-third")).isGreaterThan(before);
        second.call("close");
        third.awaitState("RUNNING");
    }

    @Test
    void higherRank_takesOverAndGivesBack() throws Exception {
        Copy library = start(Rank.LIBRARY, "RUNNING");
        Copy.Application application = library.add("app", application());
        application.run(CopiesTest::work);
        Copy server = start(Rank.SERVER, "RUNNING");
        library.awaitState("FOLLOWING");
        Await.until("the library's last period", DEADLINE, () -> worked("app") > 0);
        Copy portable = start(Rank.PORTABLE, "FOLLOWING");
        application.run(CopiesTest::work);
        assertThat(server.call("flush")).isEqualTo(true);
        assertThat(profiles("app")).hasSize(2);

        server.call("close");
        portable.awaitState("RUNNING");
        assertThat(library.state()).isEqualTo("FOLLOWING");
    }

    @Test
    void applicationThatTwoKnow_hasTheNameThatTheHigherRankGivesIt() throws Exception {
        ClassLoader loader = application();
        Copy server = start(Rank.SERVER, "RUNNING");
        Copy inside = start(Rank.PORTABLE, "FOLLOWING");
        Copy.Application seenInside = inside.add("shop-2.1", loader, Json.class.getName());
        Copy.Application seenByServer = server.add("shop", loader, Json.class.getName());
        seenByServer.run(() -> seenInside.run(CopiesTest::work));
        seenInside.run(CopiesTest::work);
        assertThat(server.call("flush")).isEqualTo(true);
        assertThat(worked("shop")).isPositive();
        assertThat(profiles("shop-2.1")).isEmpty();

        // the application is as it was, but the server says no longer what it is called
        seenByServer.remove();
        assertThat(server.call("flush")).isEqualTo(true);
        seenInside.run(CopiesTest::work);
        assertThat(server.call("flush")).isEqualTo(true);
        assertThat(worked("shop-2.1")).isPositive();
    }

    @Test
    void spansOfFollower_decideForTheLeader() throws Exception {
        Copy leader = start(Rank.SERVER, "RUNNING");
        Copy follower = start(Rank.PORTABLE, "FOLLOWING");
        // a class of both: only the span tells whose work it is
        Copy.Application one = follower.add("one", application(), Json.class.getName());
        leader.add("other", application(), Json.class.getName());
        one.enter();
        work();
        one.leave();
        one.enter();
        work();
        assertThat(leader.call("flush")).isEqualTo(true);
        one.leave();

        double left = agent.profiles().stream()
                .filter(profile -> !profile.application().equals("one"))
                .mapToLong(profile -> profile.pprof().sum(CPU, stack -> stack.contains("Json.print")))
                .sum();
        assertThat(worked("one")).isPositive();
        assertThat(left / worked("one")).isLessThan(0.1);
    }

    @Test
    void removedDeploymentOfFollower_isLetGoWithThePeriod() throws Exception {
        Copy leader = start(Rank.SERVER, "RUNNING");
        WeakReference<ClassLoader> follower = workAndEnd();
        assertThat(leader.call("flush")).isEqualTo(true);
        assertThat(worked("gone")).isPositive();
        Copy.awaitCollected("the class loader of a copy that followed", follower);
    }

    private WeakReference<ClassLoader> workAndEnd() throws Exception {
        Copy follower = start(Rank.PORTABLE, "FOLLOWING");
        copies.remove(follower);
        follower.add("gone", follower.loader()).run(CopiesTest::work);
        return follower.end();
    }

    @Test
    void disabledCopy_tellsNothing() throws Exception {
        Copy leader = start(Rank.SERVER, "RUNNING");
        System.setProperty("blackfire.conprof.enabled", "false");
        Copy disabled;
        try {
            disabled = start(Rank.PORTABLE, "DISABLED");
        } finally {
            System.clearProperty("blackfire.conprof.enabled");
        }
        disabled.add("unseen", application()).run(CopiesTest::work);
        assertThat(leader.call("flush")).isEqualTo(true);
        assertThat(profiles("unseen")).isEmpty();
    }

    @Test
    void claims_mayComeAndGoFromManyThreads() throws Exception {
        List<Copy> all = new ArrayList<>();
        for (Rank rank : List.of(Rank.PORTABLE, Rank.LIBRARY, Rank.SERVER, Rank.PORTABLE)) {
            all.add(start(rank));
        }
        for (int round = 0; round < 5; round++) {
            Copy changing = all.get(round % all.size());
            changing.call("stop");
            Await.until("one to lead", DEADLINE, () -> leaders(all) == 1);
            changing.call("start");
        }
        all.get(2).awaitState("RUNNING");
        Await.until(
                "all others to follow",
                DEADLINE,
                () -> all.stream()
                                .filter(copy -> copy.state().equals("FOLLOWING"))
                                .count()
                        == 3);
    }

    private static long leaders(List<Copy> all) {
        return all.stream().filter(copy -> copy.state().equals("RUNNING")).count();
    }
}
