package dev.ringmaster.card.machine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.ringmaster.card.CardChanges;
import dev.ringmaster.support.ServerId;
import dev.ringmaster.support.tracing.TraceSpan;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.mutiny.core.eventbus.EventBus;
import io.vertx.mutiny.core.eventbus.Message;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Drains the outbox: leases due actions and hands each to its handler on the event bus. At least once: a server that dies
 * with an action leaves a lease that ends, and another takes it up. A failing action is tried again with growing pauses,
 * then shown on the card.
 */
@ApplicationScoped
public class ActionExecutor {

    private static final Logger LOG = Logger.getLogger(ActionExecutor.class);
    private static final int BATCH = 32;
    private static final int MAX_ATTEMPTS = 5;
    /** Checks may run for hours; the lease, not this timeout, tells whether somebody works on an action. */
    private static final DeliveryOptions PATIENT = new DeliveryOptions().setSendTimeout(Duration.ofDays(7).toMillis());

    private final Pool pool;
    private final EventBus bus;
    private final ActionRepository actions;
    private final TransitionRepository transitions;
    private final CardChanges changes;
    private final ActionConfig config;
    private final MachineTraces traces;
    private final String owner;
    private final Set<Long> inFlight = ConcurrentHashMap.newKeySet();

    ActionExecutor(Pool pool, EventBus bus, ActionRepository actions, TransitionRepository transitions,
            CardChanges changes, ActionConfig config, MachineTraces traces, ServerId serverId) {
        this.pool = pool;
        this.bus = bus;
        this.actions = actions;
        this.transitions = transitions;
        this.changes = changes;
        this.config = config;
        this.traces = traces;
        this.owner = serverId.value();
    }

    @ConsumeEvent(CardTransitioned.ADDRESS)
    Uni<Void> onTransition(CardTransitioned ignored) {
        return drain();
    }

    /** Finds what a lost doorbell missed, what is due again, and what a dead server left. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return drain().onFailure().invoke(failure -> LOG.warnf("outbox.sweep failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> renew() {
        return inFlight.isEmpty() ? Uni.createFrom().voidItem()
                : actions.renew(pool, owner, List.copyOf(inFlight))
                        .onFailure().invoke(failure -> LOG.warnf("outbox.renew failed: %s", failure.getMessage()))
                        .onFailure().recoverWithNull();
    }

    /** What these cards wait for may have come: look now. A doorbell; whoever misses it looks by itself in time. */
    public Uni<Void> wake(Collection<UUID> cardIds) {
        return cardIds.isEmpty() ? Uni.createFrom().voidItem() : actions.hasten(pool, cardIds).chain(this::drain);
    }

    private Uni<Void> drain() {
        return !config.enabled() ? Uni.createFrom().voidItem()
                : actions.claim(pool, owner, BATCH).invoke(claimed -> claimed.forEach(this::start)).replaceWithVoid();
    }

    private void start(ActionRequest request) {
        inFlight.add(request.id());
        perform(request)
                .onTermination().invoke(() -> inFlight.remove(request.id()))
                .chain(this::drain)
                .subscribe().with(ignored -> {
                }, failure -> LOG.errorf(failure, "outbox.action lost card=%s action=%s; its lease will end",
                        request.cardId(), request.action()));
    }

    private Uni<Void> perform(ActionRequest request) {
        var span = traces.begin(request);
        return bus.<ActionOutcome> request(request.action().address(), request.within(span.context()), PATIENT)
                .map(Message::body)
                .onItem().transformToUni(outcome -> switch (outcome) {
                    case ActionOutcome.Done(var note) -> pool
                            .withTransaction(tx -> transitions.askNoLonger(tx, request.cardId())
                                    .call(() -> actions.done(tx, owner, request.id(), note)))
                            .invoke(span::end).invoke(asked -> tell(request, asked)).replaceWithVoid();
                    case ActionOutcome.Later later -> waitFor(request, later);
                    case ActionOutcome.Hopeless hopeless -> giveUp(request, hopeless, span);
                })
                .onFailure().recoverWithUni(failure -> failed(request, failure, span));
    }

    private Uni<Void> waitFor(ActionRequest request, ActionOutcome.Later later) {
        var ask = later.ask();
        return pool.withTransaction(tx -> (ask == null ? transitions.askNoLonger(tx, request.cardId())
                : transitions.askToGoOn(tx, request.cardId(), later.attention(), ask))
                .call(() -> actions.await(tx, owner, request.id(), later.after(), later.note())))
                .invoke(changed -> tell(request, changed)).replaceWithVoid();
    }

    private void tell(ActionRequest request, boolean changed) {
        if (changed) {
            changes.changed(request.projectId());
        }
    }

    private Uni<Void> failed(ActionRequest request, Throwable failure, TraceSpan span) {
        var why = String.valueOf(failure.getMessage());
        LOG.warnf("outbox.action failed card=%s action=%s attempt=%d: %s", request.cardId(), request.action(),
                request.attempt(), why);
        return request.attempt() < MAX_ATTEMPTS
                ? actions.retryLater(pool, owner, request.id(), Duration.ofSeconds(1L << 2 * (request.attempt() - 1)), why)
                : giveUp(request, new ActionOutcome.Hopeless("ACTION",
                        request.action() + " failed " + request.attempt() + " times: " + why), span);
    }

    private Uni<Void> giveUp(ActionRequest request, ActionOutcome.Hopeless why, TraceSpan span) {
        return pool.withTransaction(connection -> actions.fail(connection, owner, request.id(), why.message())
                .call(latest -> latest.isEmpty() ? Uni.createFrom().voidItem()
                        : transitions.recordFailure(connection, request.cardId(), request.transitionId(), request.to(),
                                new TriggerRequest.Failure(why.category(), why.message(), null)))
                .call(latest -> latest.orElse(false)
                        ? transitions.ask(connection, request.cardId(), why.attention(), why.message())
                        : Uni.createFrom().voidItem()))
                .invoke(() -> {
                    span.fail(why.category());
                    changes.changed(request.projectId());
                })
                .replaceWithVoid();
    }
}
