package dev.ringmaster.journal;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Entries with the place in the agent's output up to which they account for it: both are committed together, so that no
 * byte is lost and none is journaled twice.
 *
 * @param stdoutOffset bytes of standard output that the journal holds after this batch
 * @param agentSessionId the agent's session, once it is known: what a crash must not lose
 * @param model what the agent says it works with, once it is known
 * @param spent what the entries add to the totals of iteration and run
 */
public record JournalBatch(int iteration, List<JournalEntry> entries, long stdoutOffset, long stderrOffset, Spent spent,
        @Nullable String agentSessionId, @Nullable String model) {

    /**
     * Tokens, and money in USD. Numbers are negative where an estimate gives way to a smaller report.
     *
     * @param costUsd what counts
     * @param reportedUsd what the platform said; null where it said nothing
     * @param estimatedUsd what the price table says; null where it has no price
     * @param unpricedTokens tokens that have neither
     */
    public record Spent(long inputTokens, long cacheCreationInputTokens, long cacheReadInputTokens, long outputTokens,
            BigDecimal costUsd, @Nullable BigDecimal reportedUsd, @Nullable BigDecimal estimatedUsd, long unpricedTokens) {

        public static final Spent NOTHING = new Spent(0, 0, 0, 0, BigDecimal.ZERO, null, null, 0);
    }

    public JournalBatch(int iteration, List<JournalEntry> entries, long stdoutOffset, long stderrOffset, Spent spent,
            @Nullable String agentSessionId) {
        this(iteration, entries, stdoutOffset, stderrOffset, spent, agentSessionId, null);
    }

    public JournalBatch {
        entries = List.copyOf(entries);
    }
}
