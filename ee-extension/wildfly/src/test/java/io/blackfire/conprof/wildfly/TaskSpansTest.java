package io.blackfire.conprof.wildfly;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jboss.as.server.deployment.SetupAction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TaskSpansTest {
    private final List<String> calls = new ArrayList<>();
    private final List<SetupAction> actions = TaskSpans.actions(() -> calls.add("enter"), () -> calls.add("leave"));

    @Test
    void task_isASpan() {
        setUp();
        tearDown();
        setUp();
        tearDown();
        assertThat(calls).containsExactly("enter", "leave", "enter", "leave");
    }

    /** As the server does around a task whose context is to be cleared: what was set up before goes on. */
    @Test
    void clearedContext_endsNoSpan() {
        setUp();
        clear();
        clear();
        assertThat(calls).containsExactly("enter");
        setUp();
        tearDown();
        tearDown();
        assertThat(calls).containsExactly("enter", "enter", "leave", "leave");
    }

    private void setUp() {
        actions.forEach(action -> action.setup(Map.of()));
    }

    private void tearDown() {
        List<SetupAction> reversed = new ArrayList<>(actions);
        Collections.reverse(reversed);
        reversed.forEach(action -> action.teardown(Map.of()));
    }

    private void clear() {
        actions.forEach(action -> action.teardown(Map.of()));
    }
}
