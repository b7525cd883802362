package dev.ringmaster.agent.aider;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.cli.TokenCount;

/**
 * Reads "Tokens: 4.6k sent, 1.2k cache write, 3.4k cache hit, 57 received. Cost: $0.01 message, $0.02 session."
 * ({@code calculate_and_show_tokens_and_cost} in aider/coders/base_coder.py). Aider rounds: 4.6k is anything from 4,550 to
 * 4,649. The parts about the cache may be missing; with both of them the cost stands on a line of its own; a model without a
 * known price has none. The numbers are those since the last report, the session's cost apart.
 */
final class UsageReport {

    private static final String COUNT = "(\\d{1,9}(?:\\.\\d)?k?)";
    private static final String COST = "Cost: \\$(\\d{1,7}\\.\\d{1,15}) message, \\$\\d{1,7}\\.\\d{1,15} session\\.";
    private static final Pattern TOKENS = Pattern
            .compile("Tokens: " + COUNT + " sent(?:, " + COUNT + " cache write)?(?:, " + COUNT
                    + " cache hit)?, " + COUNT + " received\\.(?: " + COST + ")?");
    private static final Pattern COST_ALONE = Pattern.compile(COST);

    private UsageReport() {
    }

    static Optional<Usage> tokens(String line) {
        Matcher report = TOKENS.matcher(line);
        if (!report.matches()) {
            return Optional.empty();
        }
        long write = count(report.group(2));
        long hit = count(report.group(3));
        // What is sent counts the cached part too.
        long uncached = Math.max(0, count(report.group(1)) - write - hit);
        return Optional.of(new Usage(uncached, write, hit, count(report.group(4)), money(report.group(5))));
    }

    /** The second line of a report that has two. */
    static Optional<Usage> cost(String line) {
        Matcher report = COST_ALONE.matcher(line);
        return report.matches() ? Optional.of(new Usage(0, 0, 0, 0, money(report.group(1)))) : Optional.empty();
    }

    private static long count(@Nullable String text) {
        return text == null ? 0 : TokenCount.of(text);
    }

    private static @Nullable BigDecimal money(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }
}
