package dev.ringmaster.loop.action;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionOutcome.Done;
import dev.ringmaster.card.machine.ActionOutcome.Hopeless;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.loop.LoopService;
import dev.ringmaster.loop.RunRepository;
import dev.ringmaster.support.RingmasterException;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/** Starting and stopping loops because a card has moved. */
@ApplicationScoped
class LoopActions {

    private final Pool pool;
    private final RunRepository runs;
    private final LoopService loops;

    LoopActions(Pool pool, RunRepository runs, LoopService loops) {
        this.pool = pool;
        this.runs = runs;
        this.loops = loops;
    }

    /** One run a transition, however often this comes. */
    @ConsumeEvent("card.action.START_LOOP")
    Uni<ActionOutcome> start(ActionRequest request) {
        return loops.startFor(request).onItem().<ActionOutcome> transform(run -> new Done("run " + run.id()))
                .onFailure(RingmasterException.class)
                .recoverWithItem(refusal -> new Hopeless("LOOP", String.valueOf(refusal.getMessage())));
    }

    @ConsumeEvent("card.action.STOP_LOOP")
    Uni<ActionOutcome> stop(ActionRequest request) {
        return runs.open(pool, request.cardId()).flatMap(open -> open.isEmpty()
                ? Uni.createFrom().item(new Done("no run to stop"))
                : loops.stop(open.get().id()).map(run -> new Done("run " + open.get().id() + " is told to stop")));
    }
}
