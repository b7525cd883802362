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
 * @param spent what the entries add to the totals of iteration and run
 */
public record JournalBatch(int iteration, List<JournalEntry> entries, long stdoutOffset, long stderrOffset, Spent spent,
        @Nullable String agentSessionId) {

    /** Tokens, and money in USD. */
    public record Spent(long inputTokens, long cacheCreationInputTokens, long cacheReadInputTokens, long outputTokens,
            BigDecimal costUsd) {

        public static final Spent NOTHING = new Spent(0, 0, 0, 0, BigDecimal.ZERO);
    }

    public JournalBatch {
        entries = List.copyOf(entries);
    }
}
