package dev.ringmaster.loop.work;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.loop.LoopConfig;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.IterationTally;

/** Decides when a running agent has to be ended by the server. */
final class AgentWatch {

    /**
     * @param outcome what the iteration then counts as; null when its own result counts, because it was given before
     */
    record Intervention(@Nullable IterationOutcome outcome, String message) {
    }

    private final LoopConfig config;
    private final ActiveRun run;
    private final IterationTally tally;
    private final OutputPump pump;
    private final long deadlineNanos;
    private final BudgetWatch budgets;

    /** @param timeLeft of the run's agent time */
    AgentWatch(LoopConfig config, ActiveRun run, IterationTally tally, OutputPump pump, Duration timeLeft,
            BudgetWatch budgets) {
        this.config = config;
        this.run = run;
        this.tally = tally;
        this.pump = pump;
        this.deadlineNanos = System.nanoTime() + timeLeft.toNanos();
        this.budgets = budgets;
    }

    @Nullable
    Intervention look() {
        if (run.stopRequested()) {
            return new Intervention(IterationOutcome.STOPPED, "Stopped by a person.");
        }
        var silence = pump.silence();
        if (tally.ended() && silence.compareTo(config.resultGrace()) > 0) {
            return new Intervention(null, "The agent reported its result but did not exit.");
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            return new Intervention(IterationOutcome.STOPPED, "The run's time was used up.");
        }
        var patience = tally.hasOpenTool() ? config.hangInToolAfter() : config.hangAfter();
        if (silence.compareTo(patience) > 0) {
            return new Intervention(IterationOutcome.HUNG, "The agent was silent for " + silence.toMinutes() + " min"
                    + (tally.hasOpenTool() ? " with a tool call open." : "."));
        }
        return budgets.look();
    }
}
