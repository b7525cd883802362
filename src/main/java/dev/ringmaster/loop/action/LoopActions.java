package dev.ringmaster.loop.action;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.card.machine.ActionOutcome;
import dev.ringmaster.card.machine.ActionOutcome.Done;
import dev.ringmaster.card.machine.ActionOutcome.Hopeless;
import dev.ringmaster.card.machine.ActionOutcome.Later;
import dev.ringmaster.card.machine.ActionRequest;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.loop.LoopService;
import dev.ringmaster.loop.Run;
import dev.ringmaster.loop.RunRepository;
import dev.ringmaster.loop.rules.SameFailure;
import dev.ringmaster.support.RingmasterException;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** Starting and stopping loops because a card has moved. */
@ApplicationScoped
class LoopActions {

    /** A worker hears of a stop at once; its agent has some seconds to end. */
    private static final Duration STOPPING = Duration.ofMillis(500);

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
        return stuck(request).flatMap(stuck -> stuck ? nothingRepaired()
                : runs.open(pool, request.cardId()).flatMap(open -> open.filter(run -> run.lease().stopRequested()).isPresent()
                        ? Uni.createFrom().item(new Later(STOPPING, "the card's last run is being stopped"))
                        : startLoop(request)));
    }

    private Uni<ActionOutcome> startLoop(ActionRequest request) {
        return loops.startFor(request).onItem().<ActionOutcome> transform(run -> new Done("run " + run.id()))
                .onFailure(RingmasterException.class)
                .recoverWithItem(refusal -> new Hopeless("LOOP", String.valueOf(refusal.getMessage())));
    }

    private static Uni<ActionOutcome> nothingRepaired() {
        return Uni.createFrom().item(new Hopeless("NO_PROGRESS", "The same failure came again, and nothing in the branch has"
                + " changed since: another loop would end the same way. Give a hint, or repair what is outside of the"
                + " branch, then start the loop.", "NO_PROGRESS"));
    }

    /**
     * Whether the failure that is to be repaired is the one before, of the same commit. A person's RETRY is always followed.
     */
    private Uni<Boolean> stuck(ActionRequest request) {
        return request.to() != CardState.ERROR_FIXING || request.trigger() == Trigger.RETRY ? Uni.createFrom().item(false)
                : pool.preparedQuery("""
                        select source_state, head_commit, message, context from card_error
                        where card_id = $1 and category not in ('FLAKY', 'ROLLBACK', 'NO_PROGRESS', 'ACTION')
                        order by at desc, id limit 2""").execute(Tuple.of(request.cardId())).map(rows -> {
                    var last = rows.stream().map(row -> new SameFailure(row.getString(0), row.getString(1), row.getString(2),
                            row.getString(3))).toList();
                    return last.size() == 2 && last.get(0).again(last.get(1));
                });
    }

    /** Ends what was under way before the transition, and not the run that it has started itself, however late this comes. */
    @ConsumeEvent("card.action.STOP_LOOP")
    Uni<ActionOutcome> stop(ActionRequest request) {
        return runs.ofTransition(pool, request.transitionId()).flatMap(own -> own.isPresent() ? Uni.createFrom().item(
                Optional.<Run> empty()) : runs.open(pool, request.cardId()))
                .flatMap(open -> open.isEmpty() ? Uni.createFrom().item(new Done("no run to stop"))
                        : loops.stop(open.get().id()).map(run -> new Done("run " + open.get().id() + " is told to stop")));
    }
}
