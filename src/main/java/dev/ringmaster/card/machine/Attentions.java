package dev.ringmaster.card.machine;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.workflow.CardFacts;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Edge;
import dev.ringmaster.card.workflow.Trigger;

/** Decides what a transition asks of a person. */
final class Attentions {

    /** @param reason a name of the contract's AttentionReason */
    record Ask(String reason, String message) {
    }

    private Attentions() {
    }

    static @Nullable Ask after(Edge edge, CardFacts facts, TriggerRequest.@Nullable Failure failure) {
        if (edge.to() == CardState.FAILED) {
            return new Ask("CARD_FAILED", failure == null ? "The card failed." : "The card failed: " + failure.message());
        }
        if (edge.from() == CardState.PLANNING && edge.trigger() == Trigger.LOOP_FAILED) {
            return new Ask("CARD_FAILED", failure == null ? "Planning failed." : "Planning failed: " + failure.message());
        }
        if (edge.to() == CardState.PLANNING && edge.trigger() == Trigger.LOOP_COMPLETE) {
            return new Ask("PLAN_TO_APPROVE", "The plan is ready: approve or reject it.");
        }
        if (edge.to() == CardState.CODE_REVIEW && !facts.autoApproveReview()) {
            return new Ask("REVIEW_TO_GIVE", "The change is ready: review it.");
        }
        return null;
    }
}
