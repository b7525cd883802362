package dev.ringmaster.loop.work;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.AttentionReason;
import dev.ringmaster.card.CardChanges;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.journal.Journal;
import dev.ringmaster.journal.JournalBatch;
import dev.ringmaster.journal.JournalBatch.Spent;
import dev.ringmaster.journal.JournalEntry;
import dev.ringmaster.journal.JournalRepository;
import dev.ringmaster.journal.RunEventKind;
import dev.ringmaster.loop.HintRepository;
import dev.ringmaster.loop.Iteration;
import dev.ringmaster.loop.IterationRepository;
import dev.ringmaster.loop.IterationRepository.Beginning;
import dev.ringmaster.loop.LoopConfig;
import dev.ringmaster.loop.Run;
import dev.ringmaster.loop.RunEndings;
import dev.ringmaster.loop.RunState;
import dev.ringmaster.loop.account.AccountChooser;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.PastIteration;
import dev.ringmaster.loop.rules.Standing;
import dev.ringmaster.loop.rules.StopReason;
import dev.ringmaster.loop.rules.StopRules;
import dev.ringmaster.loop.rules.Verdict;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * The loop: works one claimed run, iteration after iteration, until the rules say that it ends or waits. It keeps nothing
 * in memory that the rows do not hold: dropped at any point and started again, here or on another server, it goes on.
 * Blocking: each run has a thread of its own.
 */
@ApplicationScoped
class RunWorker {

    private static final Logger LOG = Logger.getLogger(RunWorker.class);

    private final Pool pool;
    private final WorkLoader loader;
    private final IterationRepository iterations;
    private final IterationRunner runner;
    private final IterationPrompts prompts;
    private final HintRepository hints;
    private final CardRepository cards;
    private final CardChanges cardChanges;
    private final RunEndings endings;
    private final AccountChooser accounts;
    private final JournalRepository journalRows;
    private final Journal journal;
    private final StopRules rules;
    private final BudgetGate budgets;
    private final Clock clock = Clock.systemUTC();

    RunWorker(Pool pool, WorkLoader loader, IterationRepository iterations, IterationRunner runner,
            IterationPrompts prompts, HintRepository hints, CardRepository cards, CardChanges cardChanges, RunEndings endings,
            AccountChooser accounts, JournalRepository journalRows, Journal journal, LoopConfig config, BudgetGate budgets) {
        this.pool = pool;
        this.loader = loader;
        this.iterations = iterations;
        this.runner = runner;
        this.prompts = prompts;
        this.hints = hints;
        this.cards = cards;
        this.cardChanges = cardChanges;
        this.endings = endings;
        this.accounts = accounts;
        this.journalRows = journalRows;
        this.journal = journal;
        this.rules = config.rules();
        this.budgets = budgets;
    }

    /** Returns when the run has ended or waits. */
    void work(Run claimed, ActiveRun active) {
        try {
            finishOpenIteration(claimed, active);
            var work = step(claimed, null, active);
            while (work != null) {
                active.checkAttached();
                work = step(claimed, work, active);
            }
        } catch (RingmasterException e) {
            LOG.warnf("run.failed run=%s: %s", claimed.id(), e.getMessage());
            fail(claimed, String.valueOf(e.getMessage()));
        }
    }

    private void fail(Run claimed, String message) {
        var open = open(claimed);
        endings.finish(claimed, StopReason.FAILED, message);
        // Only now is it certain that the run was still ours, and its agent too.
        if (open != null) {
            runner.abandon(open);
        }
    }

    private @Nullable Iteration open(Run claimed) {
        var all = Await.of(iterations.ofRun(pool, claimed.id()));
        return all.isEmpty() || all.getLast().endedAt() != null ? null : all.getLast();
    }

    private void finishOpenIteration(Run claimed, ActiveRun active) {
        var open = open(claimed);
        runner.takeOver(claimed, open);
        if (open != null) {
            var work = loader.load(claimed);
            runner.goOn(work, open, timeLeft(work), active);
        }
    }

    /** One look at the rules and what they say. Gives what it worked with when it is time to look again, else null. */
    private @Nullable Work step(Run claimed, @Nullable Work before, ActiveRun active) {
        var work = loader.load(claimed, before);
        return switch (budgets.judge(work, rules.decide(standing(work, active), clock))) {
            case Verdict.GoOn(var after, var resume) -> {
                if (active.rest(after)) {
                    iterate(after.isZero() ? work : loader.load(claimed, work), resume, active);
                }
                yield work;
            }
            case Verdict.Finish(var reason, var message) -> {
                endings.finish(work.run(), reason, message);
                yield null;
            }
            case Verdict.Park(var until, var message, var login) -> {
                if (login) {
                    endings.rest(work.run(), RunState.PARKED, null, logIn(work, message), AttentionReason.LOGIN_NEEDED);
                } else {
                    endings.rest(work.run(), RunState.PARKED, until, message, null);
                }
                yield null;
            }
            case Verdict.FailOver(var until, var message) -> {
                Await.of(accounts.instead(work.subscription().name())).ifPresentOrElse(
                        next -> endings.moveOn(work.run(), next, until, message),
                        () -> endings.rest(work.run(), RunState.PARKED, until, message, null));
                yield null;
            }
            case Verdict.Pause ignored -> {
                endings.rest(work.run(), RunState.PAUSED, null, "Paused by a person.", null);
                yield null;
            }
        };
    }

    private static String logIn(Work work, String message) {
        return "Log in again: " + work.platform().login(work.subscription().configDir()) + ", then resume the loop. "
                + work.subscription().name() + " was refused: " + message;
    }

    private static Standing standing(Work work, ActiveRun active) {
        var all = work.iterations();
        var limits = work.run().limits();
        return new Standing(work.run().stage(),
                new Standing.Limits(limits.maxIterations(), Duration.ofSeconds(limits.maxRuntimeSeconds()),
                        limits.maxCostUsd()),
                all.stream().filter(iteration -> iteration.endedAt() != null).map(Iteration::past).toList(),
                work.run().costUsd(), active.stopRequested(), active.pauseRequested(),
                Objects.requireNonNullElse(work.card().onUsageLimit(), work.project().onUsageLimit()),
                !all.isEmpty() && work.run().lease().restedAfter() >= all.getLast().number());
    }

    private static Duration timeLeft(Work work) {
        var all = work.iterations();
        var used = all.stream().filter(iteration -> iteration.endedAt() != null).map(Iteration::past)
                .map(PastIteration::took).reduce(Duration.ZERO, Duration::plus);
        var left = Duration.ofSeconds(work.run().limits().maxRuntimeSeconds()).minus(used);
        var open = all.isEmpty() || all.getLast().endedAt() != null ? Duration.ZERO
                : Duration.between(all.getLast().startedAt(), Clock.systemUTC().instant());
        return left.minus(open);
    }

    private void iterate(Work work, boolean resume, ActiveRun active) {
        var all = work.iterations();
        var turns = all.stream().filter(iteration -> !iteration.condensing()).toList();
        var last = turns.isEmpty() ? earlier(work) : Optional.of(turns.getLast());
        var cutOff = resume && !all.isEmpty() && !all.getLast().condensing();
        var session = session(turns.isEmpty(), last.filter(one -> one.workedOn(work.run().platform(),
                work.run().subscription())).orElse(null), cutOff);
        var number = all.size() + 1;
        var assembled = prompts.assemble(work, turns.size() + 1, last.orElse(null), session);
        var row = Await.of(pool.withTransaction(tx -> iterations
                .start(tx, work.fence(), number, new Beginning(assembled.prompt(), assembled.session(),
                        runner.handleFor(work, number), runner.sandboxed(work), assembled.condenses()))
                .call(() -> Uni.join().all(hints.used(tx, assembled.hints()),
                        journalRows.append(tx, work.fence(), opening(number, assembled)).replaceWithVoid(),
                        cards.touch(tx, work.card().id()).replaceWithVoid()).andFailFast())));
        journal.changed(work.run().id());
        cardChanges.changed(work.project().id());
        runner.start(work, row, timeLeft(work), active);
    }

    private Optional<Iteration> earlier(Work work) {
        return work.run().lease().clean() ? Optional.empty()
                : Await.of(iterations.lastBefore(pool, work.card().id(), work.run().id()));
    }

    /**
     * An agent that was cut off goes on in its own session; otherwise each iteration is a fresh one.
     *
     * @param last on the same account: no other finds its session
     */
    private static @Nullable String session(boolean firstOfRun, @Nullable Iteration last, boolean resume) {
        if (last == null || last.agentSessionId() == null || last.outcome() == null) {
            return null;
        }
        var cutOff = IterationOutcome.valueOf(last.outcome()).interrupted();
        return resume || firstOfRun && cutOff ? last.agentSessionId() : null;
    }

    private static JournalBatch opening(int number, IterationPrompts.Assembled assembled) {
        var entries = new ArrayList<JournalEntry>();
        var session = assembled.session();
        entries.add(JournalEntry.text(RunEventKind.ITERATION_STARTED, "Iteration " + number
                + (assembled.condenses() != null ? ", condensing what earlier ones reported"
                        : session == null ? "" : ", going on in session " + session)));
        assembled.problems().forEach(problem -> entries.add(JournalEntry.text(RunEventKind.WARNING, problem)));
        assembled.hints().forEach(hint -> entries.add(JournalEntry.text(RunEventKind.HINT, hint.text())));
        return new JournalBatch(number, entries, 0, 0, Spent.NOTHING, session);
    }
}
