package dev.ringmaster.card.machine;

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
 */
public record ActionRequest(long id, long transitionId, UUID projectId, UUID cardId, Action action, CardState from,
        Trigger trigger,
        CardState to, @Nullable String reason, @Nullable JsonObject payload, int attempt) {

    /** The name under which this action fires a trigger. */
    public String cause() {
        return "action:" + id;
    }
}
