package dev.ringmaster.loop.action;

import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.Card;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionOutcome.Done;
import dev.ringmaster.card.machine.ActionOutcome.Hopeless;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.card.machine.TriggerRequest;
import dev.ringmaster.card.machine.Triggers;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.loop.CheckpointRepository;
import dev.ringmaster.loop.work.CardCommands;
import dev.ringmaster.loop.work.CardWorkspaces;
import dev.ringmaster.project.Project;
import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.Workers;
import dev.ringmaster.workspace.MergeResult;
import dev.ringmaster.workspace.RemoveResult;
import dev.ringmaster.workspace.Workspace;
import dev.ringmaster.workspace.Workspaces;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Making, merging and removing a card's worktree. Nothing here deletes work that is not merged or pushed. */
@ApplicationScoped
class WorktreeActions {

    private final Pool pool;
    private final CardRepository cards;
    private final ProjectRepository projects;
    private final CardWorkspaces cardWorkspaces;
    private final Workspaces workspaces;
    private final CardCommands commands;
    private final CheckpointRepository checkpoints;
    private final Triggers triggers;

    WorktreeActions(Pool pool, CardRepository cards, ProjectRepository projects, CardWorkspaces cardWorkspaces,
            Workspaces workspaces, CardCommands commands, CheckpointRepository checkpoints, Triggers triggers) {
        this.pool = pool;
        this.cards = cards;
        this.projects = projects;
        this.cardWorkspaces = cardWorkspaces;
        this.workspaces = workspaces;
        this.commands = commands;
        this.checkpoints = checkpoints;
        this.triggers = triggers;
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

    @ConsumeEvent("card.action.MERGE")
    Uni<ActionOutcome> merge(ActionRequest request) {
        return subject(request).flatMap(subject -> {
            if (request.to() == CardState.COMPLETED && !subject.project().mergeOnCompletion()) {
                return done("the project does not ask for a merge: the work stays on branch " + subject.card().branch());
            }
            var workspace = cardWorkspaces.of(subject.project(), subject.card());
            return workspace.isEmpty() ? done("the card has no branch") : merge(request, subject, workspace.get());
        });
    }

    private Uni<ActionOutcome> merge(ActionRequest request, Subject subject, Workspace workspace) {
        var card = subject.card();
        return Workers.onWorker(() -> workspaces.merge(workspace, "Merge card " + card.number() + ": " + card.title()))
                .flatMap(result -> switch (result) {
                    case MergeResult.Merged(var commit) -> done("merged into " + workspace.defaultBranch() + " as " + commit);
                    case MergeResult.AlreadyMerged ignored -> done(workspace.defaultBranch() + " contains it already");
                    case MergeResult.MergeConflict(var files) -> refused(request, "The branch conflicts with "
                            + workspace.defaultBranch() + " in " + String.join(", ", files) + ".");
                    case MergeResult.MergeRefused(var reason) -> refused(request, reason);
                });
    }

    /** Before a deploy a merge that fails is something to fix; after the end it is something to show. */
    private Uni<ActionOutcome> refused(ActionRequest request, String why) {
        return request.to() == CardState.DEPLOY_QUEUE
                ? triggers.fireAndNote(TriggerRequest.byServer(request.cardId(), Trigger.ERROR_DETECTED, why, request.cause())
                        .because(new TriggerRequest.Failure("MERGE", why, null)))
                : Uni.createFrom().item(new Hopeless("MERGE", why + " Resolve it by hand, or reopen the card with RETRY."));
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
