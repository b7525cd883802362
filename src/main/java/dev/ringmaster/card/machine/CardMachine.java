package dev.ringmaster.card.machine;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.ringmaster.card.CardChanges;
import dev.ringmaster.card.machine.TriggerOutcome.AlreadyFired;
import dev.ringmaster.card.machine.TriggerOutcome.Moved;
import dev.ringmaster.card.machine.TriggerOutcome.Refused;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Decision;
import dev.ringmaster.card.workflow.Edge;
import dev.ringmaster.card.workflow.Guard;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.card.workflow.Workflow;
import dev.ringmaster.support.ErrorCode;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.eventbus.EventBus;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;

/**
 * The only place that changes a card's state. One transaction: lock the card, look the edge up, evaluate its guard against
 * the locked facts, write state, audit row, error and actions. Told to the others after the commit.
 */
@ApplicationScoped
public class CardMachine {

    /** Request address; takes a {@link TriggerRequest}, answers a {@link TriggerOutcome}. */
    public static final String ADDRESS = "card.trigger";

    private static final Logger LOG = Logger.getLogger(CardMachine.class);

    private final Pool pool;
    private final EventBus bus;
    private final TransitionRepository transitions;
    private final ActionRepository actions;
    private final CardChanges changes;
    private final MachineTraces traces;

    CardMachine(Pool pool, EventBus bus, TransitionRepository transitions, ActionRepository actions,
            CardChanges changes, MachineTraces traces) {
        this.pool = pool;
        this.bus = bus;
        this.transitions = transitions;
        this.actions = actions;
        this.changes = changes;
        this.traces = traces;
    }

    private record Result(TriggerOutcome outcome, Optional<CardTransitioned> news) {

        static Result of(TriggerOutcome outcome) {
            return new Result(outcome, Optional.empty());
        }
    }

    @ConsumeEvent(ADDRESS)
    Uni<TriggerOutcome> on(TriggerRequest request) {
        return traces.begin(request).flatMap(span -> pool
                .withTransaction(connection -> transact(connection, request.within(span.context())))
                .invoke(result -> MachineTraces.end(span, result.outcome()))
                .onFailure().invoke(failure -> span.fail("transaction")))
                .invoke(result -> result.news().ifPresent(this::tell))
                .map(Result::outcome);
    }

    private void tell(CardTransitioned news) {
        bus.publish(CardTransitioned.ADDRESS, news);
        changes.changed(news.projectId());
    }

    private Uni<Result> transact(SqlConnection connection, TriggerRequest request) {
        return transitions.lock(connection, request.cardId()).flatMap(card -> {
            if (card.isEmpty()) {
                return Uni.createFrom().item(Result.of(new Refused(ErrorCode.NOT_FOUND,
                        "There is no card " + request.cardId() + ".")));
            }
            var firedBy = request.firedBy();
            var before = firedBy == null ? Uni.createFrom().item(false) : transitions.hasFired(connection, firedBy);
            return before.flatMap(fired -> fired ? Uni.createFrom().item(Result.of(new AlreadyFired()))
                    : decide(connection, card.get(), request));
        });
    }

    private Uni<Result> decide(SqlConnection connection, CardStatus card, TriggerRequest request) {
        return switch (Workflow.decide(card.state(), request.trigger(), card.facts())) {
            case Decision.Take(var edge) -> take(connection, card, edge, request);
            case Decision.Illegal illegal -> Uni.createFrom().item(Result.of(refusal(illegal, card)));
            case Decision.GuardFailed failed -> Uni.createFrom().item(Result.of(refusal(failed)));
        };
    }

    static Refused refusal(Decision.Illegal illegal, CardStatus card) {
        return new Refused(ErrorCode.ILLEGAL_TRANSITION, illegal.trigger() + " is not possible in " + illegal.state()
                + ". Possible now: " + Workflow.allowedToUsers(card.state(), card.facts()) + ".");
    }

    static Refused refusal(Decision.GuardFailed failed) {
        return new Refused(ErrorCode.GUARD_FAILED, failed.trigger() + " is refused in " + failed.state() + ": "
                + String.join(" ", failed.guards().stream().map(Guard::refusal).toList()));
    }

    private Uni<Result> take(SqlConnection connection, CardStatus card, Edge edge, TriggerRequest request) {
        var ask = Attentions.after(edge, card.facts(), request.failure());
        return resolveErrors(connection, card, edge)
                .chain(() -> transitions.move(connection, card.cardId(), edge, ask))
                .chain(() -> transitions.record(connection, edge, request))
                .call(id -> recordFailure(connection, card, id, request))
                .call(id -> actions.supersede(connection, card.cardId()))
                .call(id -> actions.add(connection, card.cardId(), id, edge.actions(), request.payload(), request.trace()))
                .map(id -> {
                    LOG.infof("card.transitioned card=%s from=%s trigger=%s to=%s actor=%s", card.cardId(), edge.from(),
                            edge.trigger(), edge.to(), request.actor());
                    return new Result(new Moved(id, edge.from(), edge.to()), Optional.of(new CardTransitioned(
                            card.projectId(), card.cardId(), edge.from(), edge.to(), edge.trigger())));
                });
    }

    private Uni<Void> resolveErrors(SqlConnection connection, CardStatus card, Edge edge) {
        var through = edge.trigger() == Trigger.FIX_APPLIED || edge.to() == CardState.COMPLETED
                || edge.to() == CardState.DRAFT;
        return through ? transitions.resolveErrors(connection, card.cardId()) : Uni.createFrom().voidItem();
    }

    private Uni<Void> recordFailure(SqlConnection connection, CardStatus card, long transitionId,
            TriggerRequest request) {
        var failure = request.failure();
        return failure == null ? Uni.createFrom().voidItem()
                : transitions.recordFailure(connection, card.cardId(), transitionId, card.state(), failure);
    }
}
