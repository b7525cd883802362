package dev.ringmaster.loop.work;

import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.CardChanges;
import dev.ringmaster.journal.Journal;
import dev.ringmaster.journal.JournalBatch;
import dev.ringmaster.journal.JournalEntry;
import dev.ringmaster.journal.JournalRepository;
import dev.ringmaster.journal.RunEventKind;
import dev.ringmaster.loop.Iteration;
import dev.ringmaster.loop.IterationRepository;
import dev.ringmaster.loop.IterationRepository.Ending;
import dev.ringmaster.loop.briefing.HistoryRepository;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.prompt.CondensingPrompt;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Ends an iteration that condensed a piece of the card's history: keeps what came out, in the same fenced transaction as the
 * iteration's end. It has seen no worktree, so there is nothing to commit or to check. Blocking: for workers.
 */
@ApplicationScoped
class CondensingCloser {

    private static final Logger LOG = Logger.getLogger(CondensingCloser.class);

    private final Pool pool;
    private final IterationRepository iterations;
    private final HistoryRepository history;
    private final JournalRepository journalRows;
    private final Journal journal;
    private final CardChanges cardChanges;

    CondensingCloser(Pool pool, IterationRepository iterations, HistoryRepository history, JournalRepository journalRows,
            Journal journal, CardChanges cardChanges) {
        this.pool = pool;
        this.iterations = iterations;
        this.history = history;
        this.journalRows = journalRows;
        this.journal = journal;
        this.cardChanges = cardChanges;
    }

    /** @return what the iteration counts as */
    IterationOutcome close(Work work, Iteration row, ProcessEnd end, ActiveRun active) {
        active.checkAttached();
        var tally = end.tally();
        var result = CondensingPrompt.result(Objects.requireNonNullElse(tally.lastWords(), ""));
        var outcome = outcome(end.outcome());
        var message = outcome == IterationOutcome.CONDENSED ? complaint(end, result) : end.complaint();
        var kept = outcome == IterationOutcome.CONDENSED && message == null;
        var ending = new Ending(end.exitCode(), outcome, tally.sessionId(), tally.lastWords(), message, tally.resetsAt(), null,
                0);
        var entries = new EventEntries(false);
        end.lastEvents().forEach(entries::add);
        entries.add(JournalEntry.ended(RunEventKind.ITERATION_ENDED, message == null ? outcome.name()
                : outcome + ": " + message.lines().findFirst().orElse(""), outcome.isError()));
        write(work, row, end, ending, entries, kept ? result : null);
        LOG.infof("iteration.ended run=%s iteration=%d outcome=%s exit=%d: history", work.run().id(), row.number(), outcome,
                end.exitCode());
        return outcome;
    }

    /** Where the agent cannot work at all, the run waits as it would otherwise; where it only failed, the run does without. */
    private static IterationOutcome outcome(IterationOutcome ended) {
        return switch (ended) {
            case COMPLETED, WORKING, EVIDENCE_MISSING, ERROR, HUNG, KILLED, CONDENSED -> IterationOutcome.CONDENSED;
            case RATE_LIMITED, AUTH_FAILED, STOPPED, LOST -> ended;
        };
    }

    private static @Nullable String complaint(ProcessEnd end, String result) {
        var well = end.outcome() == IterationOutcome.COMPLETED || end.outcome() == IterationOutcome.WORKING;
        return well && !result.isEmpty() ? null
                : "The history could not be condensed, so it is cut by rule in this run: "
                        + Objects.requireNonNullElse(end.complaint(), "the agent answered nothing.");
    }

    private void write(Work work, Iteration row, ProcessEnd end, Ending ending, EventEntries entries, @Nullable String result) {
        var committed = end.committed() == null
                ? new OutputPump.Committed(row.trace().stdoutOffset(), row.trace().stderrOffset())
                : end.committed();
        var spent = entries.takeSpent();
        var batch = new JournalBatch(row.number(), entries.take(), committed.stdout(), committed.stderr(), spent,
                ending.agentSessionId());
        var hash = Objects.requireNonNull(row.trace().condenses());
        Await.of(pool.withTransaction(tx -> Uni.join().all(
                journalRows.append(tx, work.fence(), batch).replaceWithVoid(),
                iterations.finish(tx, work.fence(), row.number(), ending),
                result == null ? Uni.createFrom().voidItem() : history.keep(tx, work.fence(), hash, result)).andFailFast()));
        journal.changed(work.run().id());
        cardChanges.changed(work.project().id());
    }
}
