package dev.ringmaster.delivery.review;

import static dev.ringmaster.delivery.card.Deliveries.done;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionOutcome.Hopeless;
import dev.ringmaster.card.machine.ActionOutcome.Later;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.card.machine.TriggerRequest;
import dev.ringmaster.card.machine.Triggers;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.delivery.card.CardDeliveryRepository;
import dev.ringmaster.delivery.card.Deliveries;
import dev.ringmaster.delivery.card.Subject;
import dev.ringmaster.delivery.github.PullRequest;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.review.Branches.Target;
import dev.ringmaster.loop.CheckpointOperation;
import dev.ringmaster.loop.work.CardWorkspaces;
import dev.ringmaster.support.Workers;
import dev.ringmaster.workspace.MergeResult;
import dev.ringmaster.workspace.Workspace;
import dev.ringmaster.workspace.Workspaces;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Merges a card's work into the default branch: its pull request where there is one, else locally. Only the very commit that
 * was judged is merged.
 */
@ApplicationScoped
class MergeActions {

    private static final Duration MERGEABILITY = Duration.ofSeconds(2);

    private final Pool pool;
    private final Deliveries actions;
    private final Branches branches;
    private final PullRequests pullRequests;
    private final CardDeliveryRepository deliveries;
    private final CardWorkspaces cardWorkspaces;
    private final Workspaces workspaces;
    private final Triggers triggers;

    MergeActions(Pool pool, Deliveries actions, Branches branches, PullRequests pullRequests, CardDeliveryRepository deliveries,
            CardWorkspaces cardWorkspaces, Workspaces workspaces, Triggers triggers) {
        this.pool = pool;
        this.actions = actions;
        this.branches = branches;
        this.pullRequests = pullRequests;
        this.deliveries = deliveries;
        this.cardWorkspaces = cardWorkspaces;
        this.workspaces = workspaces;
        this.triggers = triggers;
    }

    @ConsumeEvent("card.action.MERGE")
    Uni<ActionOutcome> merge(ActionRequest request) {
        return actions.perform(request, subject -> {
            if (request.to() == CardState.COMPLETED && !subject.project().mergeOnCompletion()) {
                return done("the project does not ask for a merge: the work stays on branch " + subject.card().branch());
            }
            return request.to() == CardState.DEPLOY_QUEUE ? inTurn(request, subject) : now(request, subject);
        });
    }

    /** One deploy after the other: what is merged is deployed, and a rollback would take away what was merged after it. */
    private Uni<ActionOutcome> inTurn(ActionRequest request, Subject subject) {
        return deliveries.deployAhead(pool, subject.card().id())
                .flatMap(ahead -> ahead.isPresent() ? actions.later("waiting for the deploy of card #" + ahead.get())
                        : now(request, subject));
    }

    private Uni<ActionOutcome> now(ActionRequest request, Subject subject) {
        var target = branches.target(subject);
        if (target.isPresent() && subject.delivery().pullRequestNumber() != null) {
            return remotely(request, subject, target.get(), subject.delivery().pullRequestNumber());
        }
        var workspace = cardWorkspaces.of(subject.project(), subject.card());
        return workspace.isEmpty() ? done("the card has no branch") : locally(request, subject, workspace.get());
    }

    private Uni<ActionOutcome> remotely(ActionRequest request, Subject subject, Target target, int number) {
        return head(subject, target).flatMap(head -> target.github().pullRequest(target.repository(), number)
                .flatMap(pull -> {
                    if (pull.isMerged() && pull.head().sha().equals(head)) {
                        return merged(subject, target, String.valueOf(pull.mergeCommitSha()));
                    }
                    if (pull.isRefused()) {
                        return closed(number);
                    }
                    // What a repair has added to a branch that was merged before needs a pull request of its own.
                    return (pull.isOpen() ? Uni.createFrom().item(pull) : pullRequests.ensure(subject, target))
                            .flatMap(open -> open.conflicts() ? conflict(request, target)
                                    : attempt(request, subject, target, open, head));
                }));
    }

    /** What was built, where something was; what came to the branch after that was never judged. */
    private Uni<String> head(Subject subject, Target target) {
        var built = subject.project().buildEnabled() ? subject.delivery().pushedCommit() : null;
        return built == null ? branches.push(subject, target) : Uni.createFrom().item(built);
    }

    private Uni<ActionOutcome> attempt(ActionRequest request, Subject subject, Target target, PullRequest pull, String head) {
        return actions.before(CheckpointOperation.MERGE, subject).chain(() -> target.github()
                .merge(target.repository(), pull.number(), subject.settings().mergeMethod().word(),
                        subject.card().title() + " (#" + pull.number() + ")", head))
                .flatMap(commit -> merged(subject, target, commit))
                .onFailure(MergeActions::refused)
                .recoverWithUni(why -> judge(request, target, pull.number(), String.valueOf(why.getMessage())));
    }

    private static boolean refused(Throwable failure) {
        return failure instanceof IntegrationException trouble && (trouble.status() == 405 || trouble.status() == 409
                || trouble.status() == 422);
    }

    /** A refusal gives no reason that a program could read; the pull request does. */
    private Uni<ActionOutcome> judge(ActionRequest request, Target target, int number, String why) {
        return target.github().pullRequest(target.repository(), number).flatMap(pull -> {
            if (pull.isRefused()) {
                return closed(number);
            }
            if (pull.conflicts()) {
                return conflict(request, target);
            }
            if (pull.mergeable() == null || why.contains("Base branch was modified")) {
                return Uni.createFrom().item(new Later(MERGEABILITY, "GitHub is finding out whether it can be merged"));
            }
            return refused(request, "The pull request was not merged. " + why);
        });
    }

    /** A person's decision: nothing that an agent could repair. A new round of the card may make another pull request. */
    private static Uni<ActionOutcome> closed(int number) {
        return Uni.createFrom().item(new Hopeless("MERGE", "Somebody closed pull request #" + number + " at GitHub, so nothing"
                + " was merged. Cancel the card; or, if it is to be merged after all, open the pull request again there and"
                + " start the card again: after CANCEL, or by RETRY once it is completed."));
    }

    private Uni<ActionOutcome> merged(Subject subject, Target target, String commit) {
        return deliveries.merged(pool, subject.card().id(), commit).chain(() -> follow(target))
                .chain(note -> done("merged as " + commit + "; " + note));
    }

    /** The next card begins from the local default branch, so that has what was merged; where it cannot, nothing is lost. */
    private Uni<String> follow(Target target) {
        return branches.fetchDefault(target)
                .flatMap(fetched -> Workers.onWorker(() -> workspaces.follow(target.workspace(), fetched.commit())))
                .map(result -> result instanceof MergeResult.MergeRefused refused
                        ? "the local branch stays behind: " + refused.reason()
                        : "the local " + target.workspace().defaultBranch() + " follows")
                .onFailure().recoverWithItem(failure -> "the local branch stays behind: " + failure.getMessage());
    }

    /** The agent that resolves it needs the other side, which only we can fetch. */
    private Uni<ActionOutcome> conflict(ActionRequest request, Target target) {
        return branches.fetchDefault(target).flatMap(fetched -> refused(request, "The branch conflicts with "
                + target.workspace().defaultBranch() + " at GitHub. Run `git merge " + fetched.ref() + "` (commit "
                + fetched.commit() + ", fetched already), resolve the conflicts so that both sides' purpose is kept, and"
                + " commit the merge."));
    }

    private Uni<ActionOutcome> locally(ActionRequest request, Subject subject, Workspace workspace) {
        var card = subject.card();
        return Workers
                .onWorker(() -> workspaces.merge(workspace, "Merge card " + card.number() + ": " + card.title()))
                .flatMap(result -> switch (result) {
                    case MergeResult.Merged(var commit) -> deliveries.merged(pool, card.id(), commit)
                            .chain(() -> done("merged into " + workspace.defaultBranch() + " as " + commit));
                    // By a person, or by a server that died before it could note it.
                    case MergeResult.AlreadyMerged(var commit) -> deliveries.merged(pool, card.id(), commit)
                            .chain(() -> done(workspace.defaultBranch() + " contains it already, at " + commit));
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
}
