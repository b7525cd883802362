package dev.ringmaster.delivery.review;

import static dev.ringmaster.delivery.card.Deliveries.done;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.delivery.card.Deliveries;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;

/** Pushes a card's branch and keeps its pull request. What cannot be had is left out and said: a review works locally too. */
@ApplicationScoped
class PullRequestActions {

    private final Deliveries actions;
    private final Branches branches;
    private final PullRequests pullRequests;

    PullRequestActions(Deliveries actions, Branches branches, PullRequests pullRequests) {
        this.actions = actions;
        this.branches = branches;
        this.pullRequests = pullRequests;
    }

    @ConsumeEvent("card.action.PUSH_BRANCH")
    Uni<ActionOutcome> push(ActionRequest request) {
        return actions.perform(request, subject -> branches.target(subject).map(target -> branches.push(subject, target)
                .<ActionOutcome> map(commit -> new ActionOutcome.Done("pushed " + commit + " to " + target.repository())))
                .orElseGet(() -> done("no GitHub repository is configured: the work stays on the local branch")));
    }

    @ConsumeEvent("card.action.CREATE_PULL_REQUEST")
    Uni<ActionOutcome> create(ActionRequest request) {
        return actions.perform(request, subject -> branches.target(subject).map(target -> pullRequests.ensure(subject, target)
                .<ActionOutcome> map(pull -> new ActionOutcome.Done("pull request " + pull.htmlUrl())))
                .orElseGet(() -> done("no GitHub repository is configured: the review happens on the local branch")));
    }
}
