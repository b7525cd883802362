package dev.ringmaster.loop.work;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.journal.Journal;
import dev.ringmaster.journal.JournalBatch;
import dev.ringmaster.journal.JournalEntry;
import dev.ringmaster.journal.RunEventKind;
import dev.ringmaster.loop.rules.StopReason;
import dev.ringmaster.loop.rules.Verdict;
import dev.ringmaster.metrics.budget.Budgets;
import dev.ringmaster.metrics.budget.Budgets.Spender;
import dev.ringmaster.metrics.budget.Budgets.Standing;

/** What budgets say to a run: between two iterations, and while an agent works. Blocking: for workers. */
@ApplicationScoped
class BudgetGate {

    private static final Logger LOG = Logger.getLogger(BudgetGate.class);
    private static final Duration AT_MOST = Duration.ofSeconds(3);
    private static final BigDecimal LEAST = new BigDecimal("0.000001");

    private final Budgets budgets;
    private final Journal journal;

    BudgetGate(Budgets budgets, Journal journal) {
        this.budgets = budgets;
        this.journal = journal;
    }

    /** The verdict, unless it starts an iteration that no budget allows. */
    Verdict judge(Work work, Verdict verdict) {
        if (!(verdict instanceof Verdict.GoOn)) {
            return verdict;
        }
        var reached = budgets.standing(spender(work)).await().atMost(AT_MOST).reached();
        return reached == null ? verdict : new Verdict.Finish(StopReason.MAX_COST, reached);
    }

    /** What an agent that starts now may spend: what is left of the tightest budget, the run's own cost limit included. */
    BigDecimal allowance(Work work) {
        var limit = work.run().limits().maxCostUsd();
        var left = budgets.standing(spender(work), limit).await().atMost(AT_MOST).leftUsd();
        return (left == null ? limit : left).max(LEAST);
    }

    /**
     * How the run stands with what is committed now, its own cost limit included; warns in its journal, once. Null when there
     * is no database for the moment: then nothing is committed either, and nothing new has been seen to be spent.
     *
     * @param news what the platform told of the account's windows: holds for all runs of the subscription
     */
    @Nullable
    Standing standing(Work work, int iteration, List<AgentEvent.WindowSeen> news) {
        try {
            var standing = look(work, iteration, news);
            if (standing.reached() != null) {
                LOG.infof("budget.reached run=%s iteration=%d: %s", work.run().id(), iteration, standing.reached());
            }
            return standing;
        } catch (RuntimeException e) {
            LOG.warnf("budget.unknown run=%s: %s", work.run().id(), e.getMessage());
            return null;
        }
    }

    private Standing look(Work work, int iteration, List<AgentEvent.WindowSeen> news) {
        for (var window : news) {
            budgets.windowSeen(work.run().subscription(), window.name(), window.used(), window.resetsAt()).await()
                    .atMost(AT_MOST);
        }
        var standing = budgets.standing(spender(work), work.run().limits().maxCostUsd()).await().atMost(AT_MOST);
        for (var near : standing.near()) {
            if (budgets.firstWarning(work.run().id(), near).await().atMost(AT_MOST)) {
                var text = Math.round(near.share() * 100) + " % used. " + near.describe() + ".";
                journal.append(work.fence(), new JournalBatch(iteration,
                        List.of(JournalEntry.text(RunEventKind.WARNING, text)), 0, 0, JournalBatch.Spent.NOTHING, null))
                        .await().atMost(AT_MOST);
            }
        }
        return standing;
    }

    private static Spender spender(Work work) {
        return new Spender(work.run().id(), work.card().id(), work.project().id(), work.run().subscription());
    }
}
