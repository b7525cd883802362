package dev.ringmaster.loop.work;

import java.util.List;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.CardChanges;
import dev.ringmaster.journal.Journal;
import dev.ringmaster.journal.JournalBatch;
import dev.ringmaster.journal.JournalEntry;
import dev.ringmaster.journal.JournalRepository;
import dev.ringmaster.journal.RunEventKind;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.CheckpointRepository;
import dev.ringmaster.loop.HintRepository;
import dev.ringmaster.loop.Iteration;
import dev.ringmaster.loop.IterationRepository;
import dev.ringmaster.loop.IterationRepository.Ending;
import dev.ringmaster.loop.LoopConfig;
import dev.ringmaster.loop.account.AccountRepository;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.Stage;
import dev.ringmaster.prompt.PlanParser;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.security.Redactor;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.workspace.FileChange;
import dev.ringmaster.workspace.Workspaces;
import dev.ringmaster.workspace.git.GitException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Ends an iteration: commits what the agent left, looks for evidence when it said it was done, and writes the iteration's
 * end, its checkpoint and its last journal rows in one fenced transaction. Done again after a crash, it comes to the same.
 * Blocking: for workers.
 */
@ApplicationScoped
class IterationCloser {

    private static final Logger LOG = Logger.getLogger(IterationCloser.class);

    private final Pool pool;
    private final Workspaces workspaces;
    private final Runner runner;
    private final ShellCommands commands;
    private final IterationRepository iterations;
    private final CheckpointRepository checkpoints;
    private final HintRepository hints;
    private final AccountRepository accounts;
    private final JournalRepository journalRows;
    private final Journal journal;
    private final CardChanges cardChanges;
    private final Redactor redactor;
    private final LoopConfig config;

    IterationCloser(Pool pool, Workspaces workspaces, Runner runner, ShellCommands commands, IterationRepository iterations,
            CheckpointRepository checkpoints, HintRepository hints, AccountRepository accounts, JournalRepository journalRows,
            Journal journal, CardChanges cardChanges, Redactor redactor, LoopConfig config) {
        this.pool = pool;
        this.workspaces = workspaces;
        this.runner = runner;
        this.commands = commands;
        this.iterations = iterations;
        this.checkpoints = checkpoints;
        this.hints = hints;
        this.accounts = accounts;
        this.journalRows = journalRows;
        this.journal = journal;
        this.cardChanges = cardChanges;
        this.redactor = redactor;
        this.config = config;
    }

    /** @param head where the branch is now; null when git could not tell */
    private record Harvest(@Nullable String head, List<FileChange> changes, @Nullable String problem) {
    }

    private record Judgement(IterationOutcome outcome, @Nullable String message) {
    }

    /** @return what the iteration counts as, all evidence considered */
    IterationOutcome close(Work work, Iteration row, ProcessEnd end, ActiveRun active) {
        var entries = new EventEntries(false);
        end.lastEvents().forEach(entries::add);
        active.checkAttached();
        var harvest = harvest(work, row);
        if (harvest.problem() != null) {
            entries.add(JournalEntry.text(RunEventKind.WARNING, harvest.problem()));
        }
        var judgement = judge(work, row, end, harvest, entries, () -> active.stopRequested() || active.detached());
        active.checkAttached();
        var tally = end.tally();
        var session = tally.sessionId() == null ? row.agentSessionId() : tally.sessionId();
        var ending = new Ending(end.exitCode(), judgement.outcome(), session, tally.lastWords(), judgement.message(),
                tally.resetsAt(), harvest.head(), harvest.changes().size());
        entries.add(JournalEntry.ended(RunEventKind.ITERATION_ENDED, describe(judgement), judgement.outcome().isError()));
        entries.add(JournalEntry.text(RunEventKind.CHECKPOINT, harvest.head()));
        write(work, row, end, ending, harvest, entries);
        LOG.infof("iteration.ended run=%s iteration=%d outcome=%s exit=%d files=%d", work.run().id(), row.number(),
                judgement.outcome(), end.exitCode(), harvest.changes().size());
        return judgement.outcome();
    }

    private static String describe(Judgement judgement) {
        return judgement.message() == null ? judgement.outcome().name()
                : judgement.outcome() + ": " + judgement.message().lines().findFirst().orElse("");
    }

    private Harvest harvest(Work work, Iteration row) {
        try {
            var harvest = workspaces.harvest(work.workspace(), work.card().title() + "\n\nIteration " + row.number()
                    + " of card " + work.card().number() + ".", work.lastHead(),
                    runner.fence(work.guard(), work.fence().epoch()));
            var leftOut = harvest.leftOut().isEmpty() ? null
                    : redactor.redact("Repositories inside the worktree are not committed: "
                            + String.join(", ", harvest.leftOut()));
            return new Harvest(harvest.head(), new DiffRedaction(redactor).clean(harvest.changes()), leftOut);
        } catch (RingmasterException e) {
            int answer = e instanceof GitException git ? git.exitCode() : 0;
            if (answer == Runner.FENCED_OFF) {
                throw new RunFence.Lost(work.fence());
            }
            var why = answer == Runner.STILL_IN_USE ? "a process that works in the worktree does not end." : e.getMessage();
            LOG.warnf("workspace.commit failed run=%s: %s", work.run().id(), why);
            return new Harvest(null, List.of(), redactor.redact("The work could not be committed: " + why));
        }
    }

    private Judgement judge(Work work, Iteration row, ProcessEnd end, Harvest harvest, EventEntries entries,
            BooleanSupplier unwanted) {
        if (end.outcome() != IterationOutcome.COMPLETED) {
            return new Judgement(end.outcome(), end.complaint());
        }
        if (work.run().stage() == Stage.PLAN) {
            var words = end.tally().lastWords();
            return words != null && !PlanParser.parse(words).plan().isBlank()
                    ? new Judgement(IterationOutcome.COMPLETED, null)
                    : new Judgement(IterationOutcome.EVIDENCE_MISSING, "You signalled completion without a plan.");
        }
        if (harvest.head() == null) {
            return new Judgement(IterationOutcome.EVIDENCE_MISSING, harvest.problem());
        }
        var evidence = gather(work, row, entries, unwanted);
        if (unwanted.getAsBoolean()) {
            return new Judgement(IterationOutcome.STOPPED, "Stopped by a person.");
        }
        return evidence.agrees() ? new Judgement(IterationOutcome.COMPLETED, null)
                : new Judgement(IterationOutcome.EVIDENCE_MISSING, evidence.missing());
    }

    private Evidence gather(Work work, Iteration row, EventEntries entries, BooleanSupplier unwanted) {
        var changes = workspaces.hasChanges(work.workspace());
        var line = work.project().checkCommand();
        if (!changes || line == null || line.isBlank()) {
            return new Evidence(changes, null);
        }
        var id = "check-" + work.run().id() + "-" + row.number() + "-e" + work.fence().epoch();
        entries.add(JournalEntry.toolCall(id, "check", line, null));
        var result = commands.run(new ShellCommands.Command(id, work.guard(), work.fence().epoch(), work.workspace(), line,
                config.checkTimeout()), unwanted);
        entries.add(JournalEntry.toolResult(id, result.tail() + (result.problem().isEmpty() ? "" : "\n" + result.problem()),
                !result.passed(), null));
        return new Evidence(true, new Evidence.Check(line, result));
    }

    /** Whether the agent's account has served it. */
    private static boolean worked(IterationOutcome outcome) {
        return outcome == IterationOutcome.COMPLETED || outcome == IterationOutcome.WORKING
                || outcome == IterationOutcome.EVIDENCE_MISSING;
    }

    /**
     * Whether what people said to the agent has to be said again. A session that was cut off at its work goes on and has it;
     * one that its account refused may go on under another account, which does not find it.
     */
    private static boolean unheard(ProcessEnd end, IterationOutcome outcome) {
        var refused = outcome == IterationOutcome.RATE_LIMITED || outcome == IterationOutcome.AUTH_FAILED;
        var goesOn = outcome.interrupted() && !refused && end.tally().sessionId() != null;
        return !worked(outcome) && !goesOn;
    }

    private void write(Work work, Iteration row, ProcessEnd end, Ending ending, Harvest harvest, EventEntries entries) {
        var committed = end.committed() == null
                ? new OutputPump.Committed(row.trace().stdoutOffset(), row.trace().stderrOffset())
                : end.committed();
        var spent = entries.takeSpent();
        var batch = new JournalBatch(row.number(), entries.take(), committed.stdout(), committed.stderr(), spent,
                ending.agentSessionId());
        // Sent without waiting for each other's answers; the first that fails ends the transaction.
        Await.of(pool.withTransaction(tx -> Uni.join().all(
                journalRows.append(tx, work.fence(), batch).replaceWithVoid(),
                iterations.finish(tx, work.fence(), row.number(), ending),
                checkpoints.save(tx, work.fence(), row.number(), harvest.changes(), harvest.head()),
                worked(ending.outcome()) ? accounts.works(tx, work.subscription().name()) : Uni.createFrom().voidItem(),
                unheard(end, ending.outcome()) ? hints.giveBack(tx, work.run().id(), row.number())
                        : Uni.createFrom().voidItem(),
                advance(tx, work, harvest)).andFailFast()));
        journal.changed(work.run().id());
        cardChanges.changed(work.project().id());
    }

    private static Uni<Void> advance(SqlClient tx, Work work, Harvest harvest) {
        return tx.preparedQuery("update card set head_commit = coalesce($2, head_commit) where id = $1")
                .execute(Tuple.of(work.card().id(), harvest.head())).replaceWithVoid();
    }
}
