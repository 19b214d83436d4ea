package io.blackfire.conprof.admin;

import java.time.Duration;
import java.util.Optional;

import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.Delivery;
import io.blackfire.conprof.agent.Reachability;

/**
 * Whether the Agent can be reached, now, and takes profiles, as its last answer told. Asks nothing of it: no harmless
 * question is known that an Agent of every version answers.
 */
record AgentCheck(ProfilerStatus status, Duration timeout) implements Check {

    @Override
    public String name() {
        return "Agent";
    }

    @Override
    public Finding look() {
        Delivery delivery = status.delivery();
        Optional<String> obstacle = Reachability.obstacle(status.config().agentSocket(), timeout);
        if (obstacle.isPresent()) {
            return Finding.problem(
                    name(),
                    "no connection to " + delivery.socket() + ": " + obstacle.get(),
                    "start the Blackfire Agent, or set agent-socket to where it listens; user "
                            + System.getProperty("user.name") + " must be allowed to connect");
        }
        if (!delivery.problem().isEmpty()) {
            boolean outdated = delivery.problem().contains("older than");
            return Finding.problem(
                    name(),
                    delivery.problem(),
                    outdated
                            ? "update the Blackfire Agent to 2.13.0 or later"
                            : "look into the Agent's own log; profiles that wait are tried again");
        }
        if (delivery.delivered() == 0) {
            return Finding.ok(
                    name(), delivery.socket() + " answers; the first upload will tell whether it is 2.13.0 or later");
        }
        return Finding.ok(name(), delivery.socket() + " answers and has taken " + delivery.delivered() + " profiles");
    }
}
