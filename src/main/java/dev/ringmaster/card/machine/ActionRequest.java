package dev.ringmaster.card.machine;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.Action;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Trigger;
import io.vertx.core.json.JsonObject;

/**
 * One action to do, sent to its {@link Action#address()}. It may come more than once: handlers are idempotent, keyed by
 * {@code id}.
 *
 * @param attempt 1 for the first try
 * @param trace what follows from it continues this trace; null when nothing is traced
 */
public record ActionRequest(long id, long transitionId, UUID projectId, UUID cardId, Action action, CardState from,
        Trigger trigger,
        CardState to, @Nullable String reason, @Nullable JsonObject payload, int attempt, Instant createdAt,
        @Nullable String trace) {

    static final String CAUSE = "action:";

    /** The name under which this action fires a trigger. */
    public String cause() {
        return CAUSE + id;
    }

    ActionRequest within(@Nullable String span) {
        return new ActionRequest(id, transitionId, projectId, cardId, action, from, trigger, to, reason, payload, attempt,
                createdAt, span);
    }
}
