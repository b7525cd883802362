package dev.ringmaster.loop.action;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.Card;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.card.machine.TriggerRequest;
import dev.ringmaster.card.machine.Triggers;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.loop.work.CardCommands;
import dev.ringmaster.loop.work.CardWorkspaces;
import dev.ringmaster.project.Project;
import dev.ringmaster.project.ProjectRepository;
import dev.ringmaster.support.Workers;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Runs a project's check command in TESTING and fires what it finds. */
@ApplicationScoped
class CheckActions {

    private final Pool pool;
    private final CardRepository cards;
    private final ProjectRepository projects;
    private final CardWorkspaces workspaces;
    private final CardCommands commands;
    private final Triggers triggers;

    CheckActions(Pool pool, CardRepository cards, ProjectRepository projects, CardWorkspaces workspaces,
            CardCommands commands, Triggers triggers) {
        this.pool = pool;
        this.cards = cards;
        this.projects = projects;
        this.workspaces = workspaces;
        this.commands = commands;
        this.triggers = triggers;
    }

    @ConsumeEvent("card.action.RUN_CHECKS")
    Uni<ActionOutcome> run(ActionRequest request) {
        return cards.require(pool, request.cardId()).flatMap(card -> projects.require(pool, card.projectId())
                .flatMap(project -> Workers.onWorker(() -> finding(request, card, project))))
                .flatMap(triggers::fireAndNote);
    }

    private TriggerRequest finding(ActionRequest request, Card card, Project project) {
        var line = project.checkCommand();
        if (line == null || line.isBlank()) {
            return TriggerRequest.byServer(card.id(), Trigger.TESTS_PASSED, "no checks configured", request.cause());
        }
        var workspace = workspaces.ensure(project, card);
        var result = commands.run(card, workspace, "checks-" + request.id() + "-" + request.attempt(), line);
        if (result.passed()) {
            return TriggerRequest.byServer(card.id(), Trigger.TESTS_PASSED,
                    "`" + line + "` passed in " + result.took().toMillis() + " ms", request.cause());
        }
        var message = "`" + line + "` failed (" + result.describe() + ")";
        return TriggerRequest.byServer(card.id(), Trigger.TESTS_FAILED, message, request.cause())
                .because(new TriggerRequest.Failure("CHECK", message, result.tail()));
    }
}
