package dev.ringmaster.card.workflow;

import java.util.List;

/** What the table says to a trigger. */
public sealed interface Decision {

    record Take(Edge edge) implements Decision {
    }

    /** The table has no row for this state and trigger. */
    record Illegal(CardState state, Trigger trigger) implements Decision {
    }

    /** The table has rows, but none whose guard holds. */
    record GuardFailed(CardState state, Trigger trigger, List<Guard> guards) implements Decision {
    }
}
