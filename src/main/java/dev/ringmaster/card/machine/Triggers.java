package dev.ringmaster.card.machine;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.workflow.Decision;
import dev.ringmaster.card.workflow.Edge;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.card.workflow.Workflow;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.eventbus.EventBus;
import io.vertx.mutiny.core.eventbus.Message;
import io.vertx.mutiny.sqlclient.Pool;

/** Fires triggers over the event bus. */
@ApplicationScoped
public class Triggers {

    private final EventBus bus;
    private final Pool pool;
    private final TransitionRepository transitions;
    private final ActionRepository actions;

    Triggers(EventBus bus, Pool pool, TransitionRepository transitions, ActionRepository actions) {
        this.bus = bus;
        this.pool = pool;
        this.transitions = transitions;
        this.actions = actions;
    }

    /**
     * Where the trigger would lead now. For what has to be known before it is fired; the firing decides anew.
     *
     * @throws RingmasterException (as failure) as the firing would be refused
     */
    public Uni<Edge> look(UUID cardId, Trigger trigger) {
        return transitions.find(pool, List.of(cardId)).map(found -> {
            if (found.isEmpty()) {
                throw RingmasterException.notFound("card", cardId);
            }
            var card = found.getFirst();
            return switch (Workflow.decide(card.state(), trigger, card.facts())) {
                case Decision.Take(var edge) -> edge;
                case Decision.Illegal illegal -> throw exception(CardMachine.refusal(illegal, card));
                case Decision.GuardFailed failed -> throw exception(CardMachine.refusal(failed));
            };
        });
    }

    private static RingmasterException exception(TriggerOutcome.Refused refused) {
        return new RingmasterException(refused.code(), refused.message());
    }

    /**
     * When the card's worktree could not be made or set up as it came to its present state: does that again, and what was to
     * follow it, such as the loop.
     *
     * @param payload for the loop
     * @return whether there was something to repeat
     */
    public Uni<Boolean> repeatSetup(UUID cardId, JsonObject payload) {
        return pool.withTransaction(tx -> actions.repeatSetup(tx, cardId, payload)
                .call(repeated -> repeated ? transitions.resolveSetup(tx, cardId) : Uni.createFrom().voidItem()));
    }

    public Uni<TriggerOutcome> fire(TriggerRequest request) {
        return bus.<TriggerOutcome> request(CardMachine.ADDRESS, request).map(Message::body);
    }

    /** Fires and says what came of it, for an action's note. A refusal means that the card has moved on by itself. */
    public Uni<ActionOutcome> fireAndNote(TriggerRequest request) {
        return fire(request).map(outcome -> switch (outcome) {
            case TriggerOutcome.Moved moved -> new ActionOutcome.Done(request.trigger() + ": " + moved.from() + " → "
                    + moved.to());
            case TriggerOutcome.AlreadyFired ignored -> new ActionOutcome.Done(request.trigger() + " was fired before");
            case TriggerOutcome.Refused refused -> new ActionOutcome.Done(request.trigger() + " has no effect: "
                    + refused.message());
        });
    }
}
