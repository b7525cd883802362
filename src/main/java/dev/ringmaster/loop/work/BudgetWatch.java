package dev.ringmaster.loop.work;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEvent.WindowSeen;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.IterationTally;
import dev.ringmaster.loop.work.AgentWatch.Intervention;
import dev.ringmaster.metrics.budget.Budgets.Standing;

/**
 * Keeps one working agent within its budgets. They are looked at whenever something that the agent has spent is committed,
 * and now and then because others spend from the same ones. When one is used up the agent may end the tool calls that are
 * open then, for a few seconds, but not spend once more: the next message ends it at once.
 */
final class BudgetWatch {

    /**
     * What of an agent's spending is committed.
     *
     * @param commits how many there were
     * @param messages that had shown what they used, as of the last one
     */
    record Billed(long commits, int messages) {

        static final Billed NOTHING = new Billed(0, 0);

        Billed andMore(int messagesNow) {
            return new Billed(commits + 1, messagesNow);
        }
    }

    /** What the budgets say to this agent now. Blocking. */
    interface Check {

        /**
         * Null when nobody can tell for the moment.
         *
         * @param news what the platform has told of the account's windows since the last look
         */
        @Nullable
        Standing ask(List<WindowSeen> news);
    }

    private static final Duration OFTEN_ENOUGH = Duration.ofSeconds(5);
    /** With the grace of a stop it stays within the 10 s in which a cap has to bite. */
    private static final Duration SAFE_POINT = Duration.ofSeconds(5);

    private final Check check;
    private final IterationTally tally;
    private final Supplier<Billed> billed;
    private final LongSupplier clock;
    /** Null before the first look: whoever takes up an agent does not know what it has spent meanwhile. */
    private @Nullable Billed seen;
    private Map<String, WindowSeen> windows = Map.of();
    private long lookedNanos;
    private @Nullable Reached reached;

    /**
     * @param openTools that were under way then: when they are done, nothing is torn
     * @param messages after which the budget was used up, or earlier ones
     */
    private record Reached(String why, Set<String> openTools, int messages, long nanos) {
    }

    /** @param clock in nanoseconds */
    BudgetWatch(Check check, IterationTally tally, Supplier<Billed> billed, LongSupplier clock) {
        this.check = check;
        this.tally = tally;
        this.billed = billed;
        this.clock = clock;
        this.lookedNanos = clock.getAsLong();
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
        return reached != null && safe(reached) ? new Intervention(IterationOutcome.STOPPED, reached.why()) : null;
    }

    private boolean due() {
        return !billed.get().equals(seen) || tally.windows() != windows || since(lookedNanos).compareTo(OFTEN_ENOUGH) >= 0;
    }

    private boolean safe(Reached at) {
        var open = tally.openTools();
        return at.openTools().stream().noneMatch(open::contains) || tally.messages() > at.messages()
                || since(at.nanos()).compareTo(SAFE_POINT) >= 0;
    }

    private void check() {
        var bill = billed.get();
        var told = tally.windows();
        var standing = check.ask(told.values().stream()
                .filter(window -> !window.equals(windows.get(window.name()))).toList());
        lookedNanos = clock.getAsLong();
        if (standing == null) {
            return;
        }
        seen = bill;
        windows = told;
        if (standing.reached() != null) {
            reached = new Reached(standing.reached(), tally.openTools(), bill.messages(), lookedNanos);
        }
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(clock.getAsLong() - nanos);
    }
}
