package io.blackfire.conprof.wildfly;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.as.server.deployment.SetupAction;
import org.jboss.msc.service.ServiceName;

/**
 * Tells when a thread of a managed executor works for a deployment: the server lets no frame of ours in between there.
 *
 * <p>To clear a context, the server tears down actions that it has not set up, which would end the span of the work around.
 * It does that in the order of its list, and in reverse what it has set up: so the second of two tells the first which it is.
 */
final class TaskSpans {
    private enum Teardown {
        OF_SETUP,
        OF_NOTHING
    }

    private final Runnable enter;
    private final Runnable leave;
    private final ThreadLocal<Teardown> teardown = new ThreadLocal<>();

    private TaskSpans(Runnable enter, Runnable leave) {
        this.enter = enter;
        this.leave = leave;
    }

    /** To be added in this order. */
    static List<SetupAction> actions(Runnable enter, Runnable leave) {
        TaskSpans spans = new TaskSpans(enter, leave);
        return List.of(new Action(spans.enter, spans::first), new Action(() -> {}, spans::second));
    }

    private void first() {
        if (teardown.get() == Teardown.OF_SETUP) {
            teardown.remove();
            leave.run();
        } else {
            teardown.set(Teardown.OF_NOTHING);
        }
    }

    private void second() {
        if (teardown.get() == Teardown.OF_NOTHING) {
            teardown.remove();
        } else {
            teardown.set(Teardown.OF_SETUP);
        }
    }

    private record Action(Runnable begin, Runnable end) implements SetupAction {
        @Override
        public void setup(Map<String, Object> properties) {
            begin.run();
        }

        @Override
        public void teardown(Map<String, Object> properties) {
            end.run();
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Set<ServiceName> dependencies() {
            return Set.of();
        }
    }
}
