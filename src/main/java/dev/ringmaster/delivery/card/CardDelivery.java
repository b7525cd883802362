package dev.ringmaster.delivery.card;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far a card's delivery has come: its row in the table {@code card_delivery}.
 *
 * @param repository {@code owner/name} of where it was pushed to
 * @param pushedCommit what the remote branch was last brought to: builds count for this one only
 * @param rerunCommit the commit whose failed jobs were run once more
 * @param settledSince since when what is waited for is seen without a break
 * @param troubledSince since when what is feared is seen without a break
 * @param now the database's clock, when this was read
 */
public record CardDelivery(@Nullable String repository, @Nullable Integer pullRequestNumber, @Nullable String pushedCommit,
        @Nullable Long dispatchedFor, @Nullable Instant dispatchedAt, @Nullable String rerunCommit,
        @Nullable String rerunWhat, @Nullable String rerunLog, @Nullable String mergeCommit, @Nullable Instant settledSince,
        @Nullable Instant troubledSince, @Nullable Long deployFor, @Nullable Long previousHistoryId, Instant now) {

    /** Which moment has been noted. */
    public enum Since {
        SETTLED("settled_since", "troubled_since"),
        TROUBLED("troubled_since", "settled_since");

        final String column;
        final String other;

        Since(String column, String other) {
            this.column = column;
            this.other = other;
        }
    }
}
