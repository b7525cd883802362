package dev.ringmaster.metrics.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.Usage;

/**
 * Follows the spending of one agent process. What its messages show while it works counts at once, by the price table; the
 * agent's own report, which comes at the end of a turn, takes the place of all that was shown since the last one. Where no
 * report comes, because the agent was killed, what was shown stands.
 * <p>
 * Fed with the same events in the same order it says the same again.
 */
public final class SpendMeter {

    /** Told of a report that differs from the price table. */
    public interface Doubts {
        void differs(String model, BigDecimal reportedUsd, BigDecimal estimatedUsd);
    }

    private static final int MICRO = 6;
    private static final BigDecimal TOLERANCE = new BigDecimal("0.05");
    /** Messages that are still being written; sub-agents write at the same time. */
    private static final int OPEN_MESSAGES = 200;

    private final PriceTable prices;
    private final Doubts doubts;
    private @Nullable String model;
    private Spending total = Spending.NOTHING;
    private Spending shown = Spending.NOTHING;
    private final Map<String, Spending> messages = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Spending> eldest) {
            return size() > OPEN_MESSAGES;
        }
    };

    /** @param model what the agent was told to use; what it says itself counts more */
    public SpendMeter(PriceTable prices, @Nullable String model, Doubts doubts) {
        this.prices = prices;
        this.model = model;
        this.doubts = doubts;
    }

    /** By how much the event changes what the process has spent. */
    public Spending accept(AgentEvent event) {
        var change = switch (event) {
            case AgentEvent.SessionStarted started -> {
                model = Objects.requireNonNullElse(started.model(), model == null ? "" : model);
                yield Spending.NOTHING;
            }
            case AgentEvent.UsageShown now -> show(now);
            case AgentEvent.UsageReported reported -> settle(reported);
            default -> Spending.NOTHING;
        };
        total = total.plus(change);
        return change;
    }

    private Spending show(AgentEvent.UsageShown now) {
        var spending = priced(now.usage(), now.model(), now.hourWrites());
        var before = messages.put(now.messageId(), spending);
        var change = before == null ? spending : spending.minus(before);
        shown = shown.plus(change);
        return change;
    }

    private Spending settle(AgentEvent.UsageReported reported) {
        var spending = priced(reported.usage(), reported.model(), reported.hourWrites());
        doubt(reported.model(), spending);
        var change = spending.minus(shown);
        shown = Spending.NOTHING;
        messages.clear();
        return change;
    }

    /** A report of nothing for tokens means that the platform has no price: the demo is free by the table. */
    private Spending priced(Usage usage, @Nullable String ofModel, long hourWrites) {
        var tokens = usage.inputTokens() + usage.cacheCreationInputTokens() + usage.cacheReadInputTokens()
                + usage.outputTokens();
        var said = usage.costUsd();
        var reported = said == null || said.signum() == 0 && tokens > 0 ? null : said.setScale(MICRO, RoundingMode.HALF_UP);
        var estimated = prices.find(ofModel == null ? model : ofModel).map(price -> price.of(usage, hourWrites)).orElse(null);
        var counts = reported != null ? reported : Objects.requireNonNullElse(estimated, BigDecimal.ZERO);
        return new Spending(usage.inputTokens(), usage.cacheCreationInputTokens(), usage.cacheReadInputTokens(),
                usage.outputTokens(), counts, reported, estimated, reported == null && estimated == null ? tokens : 0);
    }

    private void doubt(@Nullable String ofModel, Spending spending) {
        var reported = spending.reportedUsd();
        var estimated = spending.estimatedUsd();
        var name = ofModel == null ? model : ofModel;
        if (reported != null && estimated != null && name != null && reported.subtract(estimated).abs()
                .compareTo(reported.max(estimated).multiply(TOLERANCE)) > 0) {
            doubts.differs(name, reported, estimated);
        }
    }

    /** What the process has spent so far. */
    public Spending total() {
        return total;
    }

    /** The model the agent says it uses, else the one it was told to; null or empty when nobody said. */
    public @Nullable String model() {
        return model;
    }
}
