package dev.ringmaster.card.machine;

import java.util.UUID;

import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Trigger;

/** Published after the commit on {@link #ADDRESS}. A doorbell: the rows are the truth. */
public record CardTransitioned(UUID projectId, UUID cardId, CardState from, CardState to, Trigger trigger) {

    public static final String ADDRESS = "card.transitioned";
}
