package dev.ringmaster.delivery;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionOutcome.Done;
import dev.ringmaster.card.machine.ActionOutcome.Hopeless;
import dev.ringmaster.card.machine.ActionRequest;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;

/**
 * The actions of delivery where no integration is configured. What a card can do without (a pull request) is left out and
 * said; what it cannot do without (a build, a deploy) is shown on the card. Nothing is reported as done that was not.
 */
@ApplicationScoped
class DeliveryActions {

    @ConsumeEvent("card.action.PUSH_BRANCH")
    Uni<ActionOutcome> pushBranch(ActionRequest ignored) {
        return leftOut("GitHub is not configured: nothing was pushed, the work is on the local branch");
    }

    @ConsumeEvent("card.action.CREATE_PULL_REQUEST")
    Uni<ActionOutcome> createPullRequest(ActionRequest ignored) {
        return leftOut("GitHub is not configured: the review happens on the local branch");
    }

    @ConsumeEvent("card.action.TRIGGER_BUILD")
    Uni<ActionOutcome> triggerBuild(ActionRequest ignored) {
        return missing("The project asks for a build, but no build integration is configured.");
    }

    @ConsumeEvent("card.action.MONITOR_BUILD")
    Uni<ActionOutcome> monitorBuild(ActionRequest ignored) {
        return missing("The build cannot be watched: no build integration is configured.");
    }

    @ConsumeEvent("card.action.TRIGGER_DEPLOY")
    Uni<ActionOutcome> triggerDeploy(ActionRequest ignored) {
        return missing("The project asks for a deploy, but no deploy integration is configured.");
    }

    @ConsumeEvent("card.action.MONITOR_DEPLOY")
    Uni<ActionOutcome> monitorDeploy(ActionRequest ignored) {
        return missing("The deploy cannot be watched: no deploy integration is configured.");
    }

    @ConsumeEvent("card.action.RUN_HEALTH_CHECKS")
    Uni<ActionOutcome> runHealthChecks(ActionRequest ignored) {
        return missing("The deployment's health cannot be checked: no deploy integration is configured.");
    }

    @ConsumeEvent("card.action.ROLL_BACK")
    Uni<ActionOutcome> rollBack(ActionRequest ignored) {
        return leftOut("no deploy integration is configured: nothing was rolled back");
    }

    private static Uni<ActionOutcome> leftOut(String note) {
        return Uni.createFrom().item(new Done(note));
    }

    private static Uni<ActionOutcome> missing(String what) {
        return Uni.createFrom().item(new Hopeless("NOT_CONFIGURED", what
                + " Configure it, or switch it off in the project's settings, then cancel and start the card again."));
    }
}
