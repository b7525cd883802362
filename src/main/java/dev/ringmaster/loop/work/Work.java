package dev.ringmaster.loop.work;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import dev.ringmaster.agent.CodingPlatform;
import dev.ringmaster.agent.Subscription;
import dev.ringmaster.card.Card;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.Iteration;
import dev.ringmaster.loop.Run;
import dev.ringmaster.project.Project;
import dev.ringmaster.workspace.Workspace;

/**
 * All that an iteration works with, read anew before each one, so that an edited card changes the next.
 *
 * @param iterations of the run so far, oldest first
 * @param lastHead the branch's commit when the last iteration had ended, or its base
 */
record Work(Run run, List<Iteration> iterations, Card card, Project project, Workspace workspace, String lastHead,
        CodingPlatform platform,
        Subscription subscription) {

    RunFence fence() {
        return run.fence();
    }

    /** What only one live process tree may hold: the card's worktree. */
    String guard() {
        return guard(card.id());
    }

    static String guard(UUID cardId) {
        return "card-" + cardId;
    }

    Path worktree() {
        return workspace.path();
    }
}
