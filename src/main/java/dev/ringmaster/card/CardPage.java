package dev.ringmaster.card;

import java.util.List;

import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * Some cards of a list, newest change first.
 *
 * @param endCursor where the next page starts; null if this one is empty
 * @param totalCount how many cards the whole list had when this page was read
 */
public record CardPage(@NonNull List<@NonNull Card> items, @Nullable String endCursor, boolean hasNextPage, int totalCount) {
}
