package dev.ringmaster.card.machine;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.card.workflow.Workflow;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** The actions that concern the machine itself. */
@ApplicationScoped
class MachineActions {

    private static final Logger LOG = Logger.getLogger(MachineActions.class);

    private final Pool pool;
    private final Triggers triggers;
    private final TransitionRepository transitions;

    MachineActions(Pool pool, Triggers triggers, TransitionRepository transitions) {
        this.pool = pool;
        this.triggers = triggers;
        this.transitions = transitions;
    }

    /** Fires what the state fires by itself, such as an approval that the project gives in advance. */
    @ConsumeEvent("card.action.ADVANCE")
    Uni<ActionOutcome> advance(ActionRequest request) {
        return transitions.find(pool, List.of(request.cardId())).flatMap(found -> {
            var card = found.getFirst();
            var next = card.state() == request.to() ? Workflow.automatic(card.state(), card.facts())
                    : Optional.<Trigger> empty();
            return next.isEmpty() ? Uni.createFrom().item(new ActionOutcome.Done("nothing follows by itself"))
                    : triggers.fireAndNote(TriggerRequest.byServer(request.cardId(), next.get(),
                            reason(next.get()), request.cause()));
        });
    }

    /** Read by people in the card's history, and told to the agent where a loop starts. */
    private static String reason(Trigger trigger) {
        return switch (trigger) {
            case APPROVE_PLAN, APPROVE_REVIEW -> "Approved in advance by the project's settings.";
            case DEPLOY_QUEUED -> "The build succeeded: the deployment is next.";
            case FINISH -> "The build succeeded, and the project has no deployment.";
            case ERROR_DETECTED -> "The build failed.";
            default -> "Follows by itself.";
        };
    }

    /** What a person has to know stands on the card with the transition; the feeds have carried it. */
    @ConsumeEvent("card.action.NOTIFY")
    Uni<ActionOutcome> announce(ActionRequest request) {
        LOG.infof("card.notify card=%s state=%s reason=%s", request.cardId(), request.to(), request.reason());
        return Uni.createFrom().item(new ActionOutcome.Done("announced " + request.to()));
    }
}
