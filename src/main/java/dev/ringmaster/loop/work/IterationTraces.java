package dev.ringmaster.loop.work;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.claude.ClaudePlatform;
import dev.ringmaster.agent.codex.CodexPlatform;
import dev.ringmaster.agent.gemini.GeminiPlatform;
import dev.ringmaster.loop.Iteration;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.metrics.pricing.SpendMeter;
import dev.ringmaster.support.tracing.Tracing;

/**
 * The spans of iterations, each the invocation of an agent as the semantic conventions for generative AI describe it
 * (invoke_agent, as of version 1.41). Told when the iteration ends, by the server that sees its end, with the beginning that
 * its row has: one span, however many servers followed the agent. What was said to the agent and by it is not in there.
 */
@ApplicationScoped
class IterationTraces {

    private final Tracing tracing;

    IterationTraces(Tracing tracing) {
        this.tracing = tracing;
    }

    /** @param session the agent's own */
    void ended(Work work, Iteration row, @Nullable String session, IterationOutcome outcome, SpendMeter meter) {
        if (!tracing.isOn()) {
            return;
        }
        var run = work.run();
        var spent = meter.total();
        var span = tracing.begin("invoke_agent " + run.platform(), run.trace(), "iteration:" + run.id() + ":" + row.number(),
                row.startedAt())
                .with("gen_ai.operation.name", "invoke_agent")
                .with("gen_ai.provider.name", provider(run.platform()))
                .with("gen_ai.agent.name", run.platform())
                .with("gen_ai.conversation.id", session == null ? row.agentSessionId() : session)
                .with("gen_ai.request.model", run.model())
                .with("gen_ai.response.model", meter.model())
                .with("gen_ai.usage.input_tokens",
                        spent.inputTokens() + spent.cacheCreationInputTokens() + spent.cacheReadInputTokens())
                .with("gen_ai.usage.cache_creation.input_tokens", spent.cacheCreationInputTokens())
                .with("gen_ai.usage.cache_read.input_tokens", spent.cacheReadInputTokens())
                .with("gen_ai.usage.output_tokens", spent.outputTokens())
                .with("ringmaster.card.id", work.card().id().toString())
                .with("ringmaster.project.id", work.project().id().toString())
                .with("ringmaster.run.id", run.id().toString())
                .with("ringmaster.iteration", row.number())
                .with("ringmaster.subscription", run.subscription())
                .with("ringmaster.outcome", outcome.name())
                .with("ringmaster.cost.usd", spent.costUsd().doubleValue())
                .with("ringmaster.unpriced_tokens", spent.unpricedTokens());
        if (failed(outcome)) {
            span.fail(outcome.name());
        } else {
            span.end();
        }
    }

    private static boolean failed(IterationOutcome outcome) {
        return outcome.isError() || outcome == IterationOutcome.LOST || outcome == IterationOutcome.AUTH_FAILED
                || outcome == IterationOutcome.RATE_LIMITED;
    }

    /** Who is behind the platform, by the convention's names; a platform for many providers is its own. */
    private static String provider(String platform) {
        return switch (platform) {
            case ClaudePlatform.NAME -> "anthropic";
            case CodexPlatform.NAME -> "openai";
            case GeminiPlatform.NAME -> "gcp.gemini";
            default -> platform;
        };
    }
}
