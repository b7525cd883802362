package dev.ringmaster.card.machine;

import java.util.Locale;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.support.tracing.TraceSpan;
import dev.ringmaster.support.tracing.Tracing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * The spans of triggers and actions. An action is one span, from its row's making to its end, however many attempts, servers
 * and looks at something outside it took; what it finds out continues its trace, and a person's click begins one.
 */
@ApplicationScoped
class MachineTraces {

    private final Tracing tracing;
    private final Pool pool;
    private final ActionRepository actions;

    MachineTraces(Tracing tracing, Pool pool, ActionRepository actions) {
        this.tracing = tracing;
        this.pool = pool;
        this.actions = actions;
    }

    Uni<TraceSpan> begin(TriggerRequest request) {
        return parent(request).map(parent -> tracing.begin("trigger " + request.trigger(), parent.orElse(null))
                .with("ringmaster.card.id", request.cardId().toString())
                .with("ringmaster.trigger", request.trigger().name()));
    }

    private Uni<Optional<String>> parent(TriggerRequest request) {
        var cause = request.firedBy();
        if (!tracing.isOn() || request.trace() != null || cause == null || !cause.startsWith(ActionRequest.CAUSE)) {
            return Uni.createFrom().item(Optional.ofNullable(request.trace()));
        }
        return actions.trace(pool, Long.parseLong(cause.substring(ActionRequest.CAUSE.length())))
                .map(trace -> trace.map(found -> tracing.contextOf(found, cause)))
                // A card must not stand still because its trace cannot be found.
                .onFailure().recoverWithItem(Optional.empty());
    }

    /** A refusal is an answer, no error. What was fired before has its span. */
    static void end(TraceSpan span, TriggerOutcome outcome) {
        switch (outcome) {
            case TriggerOutcome.Moved moved -> span.with("ringmaster.from", moved.from().name())
                    .with("ringmaster.to", moved.to().name()).end();
            case TriggerOutcome.Refused refused -> span
                    .with("ringmaster.refused", refused.code().name().toLowerCase(Locale.ROOT)).end();
            case TriggerOutcome.AlreadyFired ignored -> {
            }
        }
    }

    TraceSpan begin(ActionRequest request) {
        return tracing.begin("action " + request.action(), request.trace(), request.cause(), request.createdAt())
                .with("ringmaster.card.id", request.cardId().toString())
                .with("ringmaster.project.id", request.projectId().toString())
                .with("ringmaster.action", request.action().name())
                .with("ringmaster.attempts", request.attempt());
    }
}
