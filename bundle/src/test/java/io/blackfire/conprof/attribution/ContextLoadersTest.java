package io.blackfire.conprof.attribution;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.harness.Await;

import static org.assertj.core.api.Assertions.assertThat;

class ContextLoadersTest {
    private final ClassLoader loader = new URLClassLoader(new URL[0]);
    private final Owner owner = Fixtures.owner("app", loader);
    private final ContextLoaders contextLoaders = new ContextLoaders();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(() -> {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    });

    @AfterEach
    void endThread() throws InterruptedException {
        end.countDown();
        thread.join();
    }

    @Test
    @SuppressWarnings("deprecation")
    void threadThatAlwaysHadTheLoader_isTheDeployments() {
        thread.setContextClassLoader(loader);
        thread.start();
        contextLoaders.look(List.of(owner));
        contextLoaders.look(List.of(owner));
        assertThat(contextLoaders.endPeriod(List.of()))
                .containsEntry(thread.getId(), owner)
                .hasSize(1);
    }

    /** A deployment that was removed waits for the end of its last period as well. */
    @Test
    void owner_doesNotKeepTheLoader() throws IOException {
        URLClassLoader removed = new URLClassLoader(new URL[0]);
        Owner waiting = Fixtures.owner("removed", removed);
        contextLoaders.look(List.of(waiting));
        removed.close();
        removed = null;
        Await.until("the loader is collected", Duration.ofSeconds(30), () -> {
            System.gc();
            return waiting.loader().get() == null;
        });
        contextLoaders.look(List.of(waiting));
        assertThat(contextLoaders.endPeriod(List.of(waiting))).isEmpty();
    }

    @Test
    void threadThatChanged_isNobodys() {
        thread.setContextClassLoader(loader);
        thread.start();
        contextLoaders.look(List.of(owner));
        thread.setContextClassLoader(null);
        contextLoaders.look(List.of(owner));
        thread.setContextClassLoader(loader);
        contextLoaders.look(List.of(owner));
        assertThat(contextLoaders.endPeriod(List.of())).isEmpty();
    }

    @Test
    @SuppressWarnings("deprecation")
    void nextPeriod_beginsWithTheLastLook() {
        thread.setContextClassLoader(loader);
        thread.start();
        contextLoaders.look(List.of(owner));
        contextLoaders.endPeriod(List.of());
        assertThat(contextLoaders.endPeriod(List.of())).containsEntry(thread.getId(), owner);
    }

    @Test
    void removedDeployment_isNotKeptForTheNextPeriod() {
        thread.setContextClassLoader(loader);
        thread.start();
        contextLoaders.look(List.of(owner));
        assertThat(contextLoaders.endPeriod(List.of(owner))).containsValue(owner);
        assertThat(contextLoaders.endPeriod(List.of())).isEmpty();
    }

    @Test
    void loaderOfTwoDeployments_isNobodys() {
        thread.setContextClassLoader(loader);
        thread.start();
        contextLoaders.look(List.of(owner, Fixtures.owner("other", loader)));
        assertThat(contextLoaders.endPeriod(List.of())).isEmpty();
    }

    @Test
    void updatedDeployment_keepsItsThreads() {
        Owner update = Fixtures.owner("app", loader);
        thread.setContextClassLoader(loader);
        thread.start();
        contextLoaders.look(List.of(owner));
        contextLoaders.look(List.of(update));
        assertThat(contextLoaders.endPeriod(List.of())).containsValue(update);
    }
}
