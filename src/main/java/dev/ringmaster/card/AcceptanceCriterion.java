package dev.ringmaster.card;

import java.util.UUID;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** One thing that must hold before a card is done, and whether it does. */
public record AcceptanceCriterion(@Id @NonNull UUID id, @NonNull String description, boolean met) {
}
