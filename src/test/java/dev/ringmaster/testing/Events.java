package dev.ringmaster.testing;

import java.util.List;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.Usage;

/** Questions that tests ask about a list of events. */
public final class Events {

    private Events() {
    }

    public static <T extends AgentEvent> List<T> of(List<AgentEvent> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public static Usage usage(List<AgentEvent> events) {
        return of(events, UsageReported.class).stream().map(UsageReported::usage).reduce(Usage.NONE, Usage::plus);
    }
}
