package dev.ringmaster.loop.work;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

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

    private static final Duration AT_MOST = Duration.ofSeconds(3);

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

    /** How the run stands with what is committed now, its own cost limit included; warns in its journal, once. */
    Standing standing(Work work, int iteration) {
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

    /** What the platform told of the account's windows holds for all runs of the subscription. */
    void seen(Work work, List<AgentEvent.WindowSeen> windows) {
        for (var window : windows) {
            budgets.windowSeen(work.run().subscription(), window.name(), window.used(), window.resetsAt()).await()
                    .atMost(AT_MOST);
        }
    }

    private static Spender spender(Work work) {
        return new Spender(work.run().id(), work.card().id(), work.project().id(), work.run().subscription());
    }
}
