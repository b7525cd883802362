package dev.ringmaster.card.workflow;

import java.util.List;

/** One row of the table: in this state, on this trigger, when the guard holds, go there and do that. */
public record Edge(CardState from, Trigger trigger, Guard guard, CardState to, List<Action> actions) {

    public Edge {
        actions = List.copyOf(actions);
    }
}
