package dev.ringmaster.card.machine;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.Trigger;
import io.vertx.core.json.JsonObject;

/**
 * A request to fire a trigger, sent to {@link CardMachine#ADDRESS}.
 *
 * @param actor who fires it: a person's name, or {@code ringmaster}
 * @param reason in words, for the audit
 * @param firedBy names the cause; a second request with the same name changes nothing. Null for a person's click.
 * @param failure what went wrong, stored as a card error in the same transaction
 * @param payload handed to the transition's START_LOOP action
 * @param trace what it follows from; null for what begins a trace, and for what an action has found: that is known by its name
 */
public record TriggerRequest(UUID cardId, Trigger trigger, String actor, @Nullable String reason,
        @Nullable String firedBy, @Nullable Failure failure, @Nullable JsonObject payload, @Nullable String trace) {

    /** The actor of what the server finds out by itself. */
    public static final String SERVER = "ringmaster";

    /**
     * @param category a short upper-case word such as CHECK, LOOP, BUILD
     * @param context logs and the like, already redacted and cut
     */
    public record Failure(String category, String message, @Nullable String context) {
    }

    public static TriggerRequest byUser(UUID cardId, Trigger trigger, String actor, @Nullable String reason,
            @Nullable JsonObject payload) {
        return new TriggerRequest(cardId, trigger, actor, reason, null, null, payload, null);
    }

    public static TriggerRequest byServer(UUID cardId, Trigger trigger, String reason, String firedBy) {
        return new TriggerRequest(cardId, trigger, SERVER, reason, firedBy, null, null, null);
    }

    public TriggerRequest because(Failure why) {
        return new TriggerRequest(cardId, trigger, actor, reason, firedBy, why, payload, trace);
    }

    /** @param span the {@code TraceSpan.context()} of what has led to it */
    public TriggerRequest within(@Nullable String span) {
        return new TriggerRequest(cardId, trigger, actor, reason, firedBy, failure, payload, span);
    }
}
