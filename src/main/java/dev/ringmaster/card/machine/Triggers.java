package dev.ringmaster.card.machine;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.eventbus.EventBus;
import io.vertx.mutiny.core.eventbus.Message;

/** Fires triggers over the event bus. */
@ApplicationScoped
public class Triggers {

    private final EventBus bus;

    Triggers(EventBus bus) {
        this.bus = bus;
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
