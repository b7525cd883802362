package dev.ringmaster.card.machine;

import java.util.UUID;

import dev.ringmaster.card.workflow.CardFacts;
import dev.ringmaster.card.workflow.CardState;

/** A card as the machine sees it. */
record CardStatus(UUID cardId, UUID projectId, CardState state, CardFacts facts) {
}
