package dev.ringmaster.agent.claude;

import java.math.BigDecimal;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.cli.Json;

/**
 * Finds out of result lines what was spent since the last one.
 * <p>
 * Measured with 2.1.330: {@code total_cost_usd} and {@code modelUsage} are cumulative over the session, including the runs
 * it was resumed from; {@code model_usage_since_last_result} is the difference; {@code usage} leaves sub-agents out and
 * counts a retried stream twice. The {@code usage} of assistant lines is that of the stream's start and repeated for every
 * block, so it is never read.
 */
final class UsageMeter {

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
            added = sum(total).since(seenModelUsage ? seen : carried);
        } else {
            added = ofTurn(result);
        }
        if (total.isObject()) {
            seen = sum(total);
            seenModelUsage = true;
        }
        return added.isNothing() ? Optional.empty() : Optional.of(added);
    }

    /** Neither sum per model is there: the tokens are this turn's, the cost grows over the process's results. */
    private Usage ofTurn(JsonNode result) {
        JsonNode usage = result.path("usage");
        BigDecimal cost = Json.dollars(result.path("total_cost_usd"));
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
                    Json.dollars(model.path("costUSD"))));
        }
        return sum;
    }
}
