package dev.ringmaster.metrics;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.metrics.pricing.Spending;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;

/** What this server has done, for Prometheus. Each iteration counts once, on the server that sees its end. */
@ApplicationScoped
@Startup // its counters are there before the first iteration
public class WorkMeters {

    /** Models are what agents call them, so their number is not ours: further ones share a label. */
    private static final int MOST_MODELS = 50;
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Counter takeovers;
    private final Set<String> models = ConcurrentHashMap.newKeySet();

    WorkMeters(MeterRegistry registry) {
        this.registry = registry;
        this.takeovers = Counter.builder("ringmaster.takeovers").description("Iterations under way that were taken up")
                .register(registry);
    }

    /** An iteration that another server, or an earlier start of this one, had begun. */
    public void takenOver() {
        takeovers.increment();
    }

    /** @param outcome of a bounded set */
    public void iterationEnded(String platform, String outcome, Duration took, @Nullable String model, Spending spent) {
        Timer.builder("ringmaster.iteration").tag("platform", platform).tag("outcome", outcome)
                .description("Duration of iterations").register(registry).record(took);
        var tags = Tags.of("platform", platform, "model", label(model));
        tokens(tags, "input", spent.inputTokens());
        tokens(tags, "cache_write", spent.cacheCreationInputTokens());
        tokens(tags, "cache_read", spent.cacheReadInputTokens());
        tokens(tags, "output", spent.outputTokens());
        count("ringmaster.unpriced.tokens", "Tokens that nobody has a price for", tags, spent.unpricedTokens());
        count("ringmaster.cost.usd", "What iterations cost", tags, spent.costUsd().doubleValue());
    }

    private void tokens(Tags tags, String kind, long amount) {
        count("ringmaster.tokens", "Tokens that iterations used", tags.and("kind", kind), amount);
    }

    private void count(String name, String description, Tags tags, double amount) {
        Counter.builder(name).description(description).tags(tags).register(registry).increment(Math.max(0, amount));
    }

    private String label(@Nullable String model) {
        var name = model == null || model.isBlank() ? "unknown" : model.length() > 60 ? model.substring(0, 60) : model;
        if (models.size() < MOST_MODELS) {
            models.add(name);
        }
        return models.contains(name) ? name : OTHER;
    }
}
