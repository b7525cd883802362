package dev.ringmaster.loop.work;

import java.time.Duration;
import java.util.Map;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.IterationTally;
import dev.ringmaster.loop.work.AgentWatch.Intervention;
import dev.ringmaster.metrics.budget.Budgets.Standing;
import dev.ringmaster.metrics.pricing.SpendMeter;
import dev.ringmaster.metrics.pricing.Spending;

/**
 * Keeps one working agent within its budgets. They are looked at whenever the agent has spent something, and now and then
 * because others spend from the same ones. When one is used up the agent may end the tool call it is in, for a few seconds.
 */
final class BudgetWatch {

    private static final Logger LOG = Logger.getLogger(BudgetWatch.class);
    private static final Duration OFTEN_ENOUGH = Duration.ofSeconds(5);
    /** With the grace of a stop it stays within the 10 s in which a cap has to bite. */
    private static final Duration SAFE_POINT = Duration.ofSeconds(5);

    private final BudgetGate gate;
    private final Work work;
    private final int iteration;
    private final IterationTally tally;
    private final SpendMeter meter;
    private Spending seen = Spending.NOTHING;
    private Map<String, AgentEvent.WindowSeen> windows = Map.of();
    private long lookedNanos;
    private @Nullable String reached;
    private long reachedNanos;

    BudgetWatch(BudgetGate gate, Work work, int iteration, IterationTally tally, SpendMeter meter) {
        this.gate = gate;
        this.work = work;
        this.iteration = iteration;
        this.tally = tally;
        this.meter = meter;
        this.lookedNanos = System.nanoTime();
    }

    /** Blocking. Null while the agent may go on. */
    @Nullable
    Intervention look() {
        if (tally.ended()) {
            return null;
        }
        if (reached == null && due()) {
            check();
        }
        var why = reached;
        var safe = !tally.hasOpenTool() || since(reachedNanos).compareTo(SAFE_POINT) >= 0;
        return why != null && safe ? new Intervention(IterationOutcome.STOPPED, why) : null;
    }

    /** A budget is reached, and the agent is in the middle of something. */
    boolean waitsForSafePoint() {
        return reached != null;
    }

    private boolean due() {
        return meter.total() != seen || tally.windows() != windows || since(lookedNanos).compareTo(OFTEN_ENOUGH) >= 0;
    }

    private void check() {
        var spent = meter.total();
        var told = tally.windows();
        try {
            gate.seen(work, told.values().stream().filter(window -> !window.equals(windows.get(window.name()))).toList());
            windows = told;
            Standing standing = gate.standing(work, iteration);
            seen = spent;
            lookedNanos = System.nanoTime();
            if (standing.reached() != null) {
                reached = standing.reached();
                reachedNanos = System.nanoTime();
                LOG.infof("budget.reached run=%s iteration=%d: %s", work.run().id(), iteration, reached);
            }
        } catch (RuntimeException e) {
            // No database for the moment: nothing is journaled either, so nothing new has been seen to be spent.
            lookedNanos = System.nanoTime();
            LOG.warnf("budget.unknown run=%s: %s", work.run().id(), e.getMessage());
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
