package dev.ringmaster.agent.claude;

import java.math.BigDecimal;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.agent.Usage;

/**
 * Finds out of result lines what was spent since the last one.
 * <p>
 * Measured with 2.1.330: {@code total_cost_usd} and {@code modelUsage} are cumulative over the session, including the runs
 * it was resumed from; {@code model_usage_since_last_result} is the difference; {@code usage} leaves sub-agents out and
 * counts a retried stream twice. The {@code usage} of assistant lines is that of the stream's start and repeated for every
 * block, so it is never read.
 */
final class UsageMeter {

    private static final double MOST_DOLLARS = 1e9;

    private final Usage carried;
    private Usage seen = Usage.NONE;
    private boolean seenModelUsage;

    UsageMeter(Usage carried) {
        this.carried = carried;
    }

    /** What this result line adds; empty when it adds nothing. */
    Optional<Usage> read(JsonNode result) {
        JsonNode total = result.path("modelUsage");
        JsonNode delta = result.path("model_usage_since_last_result");
        Usage added;
        if (delta.isObject()) {
            added = sum(delta);
        } else if (total.isObject()) {
            added = since(sum(total), seenModelUsage ? seen : carried);
        } else {
            added = ofTurn(result);
        }
        if (total.isObject()) {
            seen = sum(total);
            seenModelUsage = true;
        }
        return isNothing(added) ? Optional.empty() : Optional.of(added);
    }

    /** Neither sum per model is there: the tokens are this turn's, the cost grows over the process's results. */
    private Usage ofTurn(JsonNode result) {
        JsonNode usage = result.path("usage");
        BigDecimal cost = dollars(result.path("total_cost_usd"));
        BigDecimal before = seen.costUsd();
        BigDecimal added = cost == null || before == null || cost.compareTo(before) < 0 ? cost : cost.subtract(before);
        seen = new Usage(0, 0, 0, 0, cost == null ? before : cost);
        return new Usage(Json.count(usage, "input_tokens"), Json.count(usage, "cache_creation_input_tokens"),
                Json.count(usage, "cache_read_input_tokens"), Json.count(usage, "output_tokens"), added);
    }

    private static Usage sum(JsonNode models) {
        Usage sum = Usage.NONE;
        for (JsonNode model : models) {
            sum = sum.plus(new Usage(Json.count(model, "inputTokens"), Json.count(model, "cacheCreationInputTokens"),
                    Json.count(model, "cacheReadInputTokens"), Json.count(model, "outputTokens"),
                    dollars(model.path("costUSD"))));
        }
        return sum;
    }

    /**
     * A total below what was carried means that the session forgot (measured: after SIGKILL the sum starts again), so all of
     * it is new. Too much is better than too little here, because budgets stop on it.
     */
    private static Usage since(Usage total, Usage before) {
        BigDecimal cost = total.costUsd();
        BigDecimal costBefore = before.costUsd() == null ? BigDecimal.ZERO : before.costUsd();
        boolean forgot = total.inputTokens() < before.inputTokens()
                || total.cacheCreationInputTokens() < before.cacheCreationInputTokens()
                || total.cacheReadInputTokens() < before.cacheReadInputTokens()
                || total.outputTokens() < before.outputTokens();
        if (forgot) {
            return total;
        }
        return new Usage(total.inputTokens() - before.inputTokens(),
                total.cacheCreationInputTokens() - before.cacheCreationInputTokens(),
                total.cacheReadInputTokens() - before.cacheReadInputTokens(),
                total.outputTokens() - before.outputTokens(),
                cost == null ? null : cost.subtract(costBefore).max(BigDecimal.ZERO));
    }

    /** Through a double, so that no number in a line can cost memory by its exponent. */
    private static @Nullable BigDecimal dollars(JsonNode node) {
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        return value >= 0 && value <= MOST_DOLLARS ? BigDecimal.valueOf(value) : null;
    }

    private static boolean isNothing(Usage usage) {
        return usage.inputTokens() == 0 && usage.cacheCreationInputTokens() == 0 && usage.cacheReadInputTokens() == 0
                && usage.outputTokens() == 0 && (usage.costUsd() == null || usage.costUsd().signum() == 0);
    }
}
