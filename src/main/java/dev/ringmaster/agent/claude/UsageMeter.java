package dev.ringmaster.agent.claude;

import java.math.BigDecimal;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.cli.Json;

/**
 * Finds out of result lines what was spent since the last one.
 * <p>
 * Measured with 2.1.330: {@code total_cost_usd} and {@code modelUsage} are cumulative over the session, including the runs
 * it was resumed from; {@code model_usage_since_last_result} is the difference; {@code usage} leaves sub-agents out and
 * counts a retried stream twice. What the assistant lines say is only the beginning: see {@link MessageMeter}.
 */
final class UsageMeter {

    private final Usage carried;
    private Usage seen = Usage.NONE;
    private boolean seenModelUsage;

    UsageMeter(Usage carried) {
        this.carried = carried;
    }

    /** What this result line adds, for each model that worked. */
    List<UsageReported> read(JsonNode result) {
        JsonNode total = result.path("modelUsage");
        JsonNode delta = result.path("model_usage_since_last_result");
        List<UsageReported> added;
        if (delta.isObject()) {
            added = delta.propertyStream().map(model -> new UsageReported(usage(model.getValue()),
                    Json.clean(model.getKey()), hourWrites(model.getValue()))).toList();
        } else if (total.isObject()) {
            added = List.of(new UsageReported(sum(total).since(seenModelUsage ? seen : carried)));
        } else {
            added = List.of(ofTurn(result));
        }
        if (total.isObject()) {
            seen = sum(total);
            seenModelUsage = true;
        }
        return added.stream().filter(report -> !report.usage().isNothing()).toList();
    }

    /** Neither sum per model is there: the tokens are this turn's, the cost grows over the process's results. */
    private UsageReported ofTurn(JsonNode result) {
        JsonNode usage = result.path("usage");
        BigDecimal cost = Json.dollars(result.path("total_cost_usd"));
        BigDecimal before = seen.costUsd();
        BigDecimal added = cost == null || before == null || cost.compareTo(before) < 0 ? cost : cost.subtract(before);
        seen = new Usage(0, 0, 0, 0, cost == null ? before : cost);
        return new UsageReported(MessageMeter.tokens(usage).plus(new Usage(0, 0, 0, 0, added)), null,
                MessageMeter.hourWrites(usage));
    }

    private static Usage sum(JsonNode models) {
        Usage sum = Usage.NONE;
        for (JsonNode model : models) {
            sum = sum.plus(usage(model));
        }
        return sum;
    }

    private static Usage usage(JsonNode model) {
        return new Usage(Json.count(model, "inputTokens"), Json.count(model, "cacheCreationInputTokens"),
                Json.count(model, "cacheReadInputTokens"), Json.count(model, "outputTokens"),
                Json.dollars(model.path("costUSD")));
    }

    private static long hourWrites(JsonNode model) {
        return Json.count(model, "cacheCreationEphemeral1hInputTokens");
    }
}
