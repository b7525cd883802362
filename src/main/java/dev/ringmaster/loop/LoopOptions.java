package dev.ringmaster.loop;

import java.math.BigDecimal;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.project.LoopLimitsInput;
import io.vertx.core.json.JsonObject;

/** How a person wants a loop to run, over what card and project say. */
@Input("LoopOptions")
public record LoopOptions(@Nullable String subscription, @Nullable String model, @Nullable LoopLimitsInput limits,
        @Description("Do not go on from the last checkpoint: the first iteration starts in a fresh agent session.") @Nullable Boolean clean) {

    public static final LoopOptions NONE = new LoopOptions(null, null, null, null);

    JsonObject toJson() {
        var json = new JsonObject().put("subscription", subscription).put("model", model).put("clean", clean);
        if (limits != null) {
            json.put("maxIterations", limits.maxIterations()).put("maxRuntimeSeconds", limits.maxRuntimeSeconds())
                    .put("maxCostUsd", limits.maxCostUsd() == null ? null : limits.maxCostUsd().toPlainString());
        }
        return json;
    }

    static LoopOptions from(@Nullable JsonObject json) {
        if (json == null) {
            return NONE;
        }
        var cost = json.getString("maxCostUsd");
        return new LoopOptions(json.getString("subscription"), json.getString("model"),
                new LoopLimitsInput(json.getInteger("maxIterations"), json.getInteger("maxRuntimeSeconds"),
                        cost == null ? null : new BigDecimal(cost)),
                json.getBoolean("clean"));
    }

    LoopLimitsInput limitsOrNone() {
        return limits == null ? LoopLimitsInput.NONE : limits;
    }
}
