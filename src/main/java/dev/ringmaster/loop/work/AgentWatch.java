package dev.ringmaster.loop.work;

import java.time.Duration;
import java.util.function.Supplier;

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

    private static final Duration SAMPLE = Duration.ofSeconds(10);
    /** Who uses a twentieth of one processor works; an idle runtime's timers use less. */
    private static final int BUSY = 20;

    private final LoopConfig config;
    private final ActiveRun run;
    private final IterationTally tally;
    private final OutputPump pump;
    private final Supplier<Duration> cpuTime;
    private final long deadlineNanos;
    private final BudgetWatch budgets;
    private @Nullable Sample sample;
    private boolean busy = true;

    private record Sample(long nanos, Duration used) {
    }

    /**
     * @param cpuTime what the agent's processes have used so far
     * @param timeLeft of the run's agent time
     */
    AgentWatch(LoopConfig config, ActiveRun run, IterationTally tally, OutputPump pump, Supplier<Duration> cpuTime,
            Duration timeLeft, BudgetWatch budgets) {
        this.config = config;
        this.run = run;
        this.tally = tally;
        this.pump = pump;
        this.cpuTime = cpuTime;
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
        if (tally.waitsForLimit() && silence.compareTo(config.limitPatience()) > 0) {
            return new Intervention(IterationOutcome.RATE_LIMITED, "The agent waited for a usage limit by itself.");
        }
        return hung(silence);
    }

    private @Nullable Intervention hung(Duration silence) {
        if (silence.compareTo(config.hangInToolAfter()) > 0) {
            return new Intervention(IterationOutcome.HUNG, "The agent was silent for " + silence.toMinutes() + " min"
                    + (tally.hasOpenTool() ? " with a tool call open." : "."));
        }
        if (silence.compareTo(config.hangAfter()) > 0 && !tally.hasOpenTool() && !busy()) {
            return new Intervention(IterationOutcome.HUNG, "The agent was silent for " + silence.toSeconds()
                    + " s without a tool call open, and did not use the CPU.");
        }
        return budgets.look();
    }

    /** Whether it uses the CPU; until there are two looks to compare, nothing speaks against it. */
    private boolean busy() {
        long now = System.nanoTime();
        var before = sample;
        if (before != null && now - before.nanos() < Math.min(SAMPLE.toNanos(), config.hangAfter().toNanos() / 4)) {
            return busy;
        }
        var used = cpuTime.get();
        sample = new Sample(now, used);
        busy = before == null || used.minus(before.used()).toNanos() > (now - before.nanos()) / BUSY;
        return busy;
    }
}
