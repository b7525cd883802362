package dev.ringmaster.loop.action;

import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.Card;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionOutcome.Done;
import dev.ringmaster.card.machine.ActionOutcome.Hopeless;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.loop.CheckpointRepository;
import dev.ringmaster.loop.work.CardCommands;
import dev.ringmaster.loop.work.CardWorkspaces;
import dev.ringmaster.project.Project;
import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.Workers;
import dev.ringmaster.workspace.RemoveResult;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Making and removing a card's worktree. Nothing here deletes work that is not merged or pushed. */
@ApplicationScoped
class WorktreeActions {

    private final Pool pool;
    private final CardRepository cards;
    private final ProjectRepository projects;
    private final CardWorkspaces cardWorkspaces;
    private final CardCommands commands;
    private final CheckpointRepository checkpoints;

    WorktreeActions(Pool pool, CardRepository cards, ProjectRepository projects, CardWorkspaces cardWorkspaces,
            CardCommands commands, CheckpointRepository checkpoints) {
        this.pool = pool;
        this.cards = cards;
        this.projects = projects;
        this.cardWorkspaces = cardWorkspaces;
        this.commands = commands;
        this.checkpoints = checkpoints;
    }

    private record Subject(Card card, Project project) {
    }

    @ConsumeEvent("card.action.CREATE_WORKTREE")
    Uni<ActionOutcome> create(ActionRequest request) {
        return working(request, subject -> {
            var workspace = cardWorkspaces.ensure(subject.project(), subject.card());
            var setup = subject.project().setupCommand();
            if (setup == null || setup.isBlank()) {
                return new Done("worktree " + workspace.path());
            }
            var result = commands.run(subject.card(), workspace, "setup-" + request.id() + "-" + request.attempt(), setup);
            return result.passed()
                    ? new Done("worktree " + workspace.path() + ", set up in " + result.took().toSeconds() + " s")
                    : new Hopeless("SETUP", "The setup command `" + setup + "` failed (" + result.describe() + "):\n"
                            + result.tail());
        });
    }

    /** The card is done: its checkpoints go, its worktree only if nothing in it would be lost. */
    @ConsumeEvent("card.action.CLEAN_UP")
    Uni<ActionOutcome> cleanUp(ActionRequest request) {
        return checkpoints.clear(pool, request.cardId()).chain(() -> remove(request));
    }

    @ConsumeEvent("card.action.REMOVE_WORKTREE")
    Uni<ActionOutcome> remove(ActionRequest request) {
        return subject(request).flatMap(subject -> {
            var workspace = cardWorkspaces.of(subject.project(), subject.card());
            return workspace.isEmpty() || subject.card().worktreePath() == null ? done("the card has no worktree")
                    : Workers.onWorker(() -> cardWorkspaces.remove(subject.project(), subject.card(), workspace.get()))
                            .map(result -> switch (result) {
                                case RemoveResult.Removed ignored -> new Done("worktree removed");
                                case RemoveResult.Kept kept -> new Done("worktree kept: " + kept.message());
                            });
        });
    }

    private Uni<ActionOutcome> working(ActionRequest request, Function<Subject, ActionOutcome> work) {
        return subject(request).flatMap(subject -> Workers.onWorker(() -> work.apply(subject)))
                .onFailure(RingmasterException.class)
                .recoverWithItem(refusal -> new Hopeless("WORKTREE", String.valueOf(refusal.getMessage())));
    }

    private Uni<Subject> subject(ActionRequest request) {
        return cards.require(pool, request.cardId()).flatMap(card -> projects.require(pool, card.projectId())
                .map(project -> new Subject(card, project)));
    }

    private static Uni<ActionOutcome> done(String note) {
        return Uni.createFrom().item(new Done(note));
    }
}
