package dev.ringmaster.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.Card;
import dev.ringmaster.card.CardRepository;
import dev.ringmaster.card.machine.TriggerOutcome;
import dev.ringmaster.card.machine.TriggerRequest;
import dev.ringmaster.card.machine.Triggers;
import dev.ringmaster.card.workflow.Action;
import dev.ringmaster.card.workflow.CardState;
import dev.ringmaster.card.workflow.Trigger;
import dev.ringmaster.card.workflow.Workflow;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.Ids;
import dev.ringmaster.support.RingmasterException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;

/** What a person does with a card's work: fire triggers, start and steer loops. */
@GraphQLApi
public class LoopApi {

    private static final int MAX_HINT = 16_000;
    private static final int MAX_REASON = 16_000;
    private static final Duration RUN_APPEARS = Duration.ofSeconds(20);

    private final Pool pool;
    private final CardRepository cards;
    private final RunRepository runs;
    private final HintRepository hints;
    private final LoopService loops;
    private final Triggers triggers;
    private final SecurityIdentity caller;

    LoopApi(Pool pool, CardRepository cards, RunRepository runs, HintRepository hints, LoopService loops,
            Triggers triggers, SecurityIdentity caller) {
        this.pool = pool;
        this.cards = cards;
        this.runs = runs;
        this.hints = hints;
        this.loops = loops;
        this.triggers = triggers;
        this.caller = caller;
    }

    @Query("run")
    public Uni<Run> run(@NonNull @Id String id) {
        return runs.find(pool, Ids.parse("run", id)).map(found -> found.orElse(null));
    }

    @Mutation("fire")
    public @NonNull Uni<Card> fire(@NonNull @Id String cardId, @NonNull Trigger trigger, @Nullable String reason) {
        var id = Ids.parse("card", cardId);
        bounded("reason", reason, MAX_REASON);
        var actor = caller.getPrincipal().getName();
        return cards.require(pool, id).flatMap(card -> demandOwnHand(card, trigger)
                .chain(() -> triggers.look(id, trigger))
                .chain(edge -> edge.actions().contains(Action.START_LOOP) ? loops.demandAgent(id, LoopOptions.NONE)
                        : Uni.createFrom().voidItem())
                .chain(() -> move(id, trigger, actor, reason, null)));
    }

    private Uni<Card> move(UUID id, Trigger trigger, String actor, @Nullable String reason, @Nullable JsonObject payload) {
        return triggers.fire(TriggerRequest.byUser(id, trigger, actor, reason, payload)).flatMap(outcome -> {
            if (outcome instanceof TriggerOutcome.Refused(var code, var message)) {
                throw new RingmasterException(code, message);
            }
            return cards.require(pool, id);
        });
    }

    /** What the server finds out by itself nobody can claim from outside: such a trigger never gets to the machine. */
    private static Uni<Void> demandOwnHand(Card card, Trigger trigger) {
        if (trigger.byUser()) {
            return Uni.createFrom().voidItem();
        }
        var inTable = Workflow.edges().stream()
                .anyMatch(edge -> edge.from() == card.state() && edge.trigger() == trigger);
        throw inTable
                ? new RingmasterException(ErrorCode.FORBIDDEN, trigger
                        + " is fired by the server when it has seen it happen; it cannot be fired by hand.")
                : new RingmasterException(ErrorCode.ILLEGAL_TRANSITION, trigger + " is not possible in " + card.state()
                        + ", and only the server fires it. What can be fired by hand: see allowedTriggers.");
    }

    /**
     * A draft is started as by START_CODING; a card in a loop's state gets a new run that goes on from its checkpoint. Where
     * its worktree could not be set up, that is done again first.
     */
    @Mutation("startLoop")
    public @NonNull Uni<Run> startLoop(@NonNull @Id String cardId, @Nullable LoopOptions options) {
        var id = Ids.parse("card", cardId);
        var wishes = options == null ? LoopOptions.NONE : options;
        var actor = caller.getPrincipal().getName();
        return Uni.combine().all().unis(cards.require(pool, id), runs.newest(pool, id)).asTuple().flatMap(found -> {
            var card = found.getItem1();
            var before = found.getItem2();
            if (card.state().loops()) {
                return loops.demandAgent(id, wishes).chain(() -> triggers.repeatSetup(id, wishes.toJson()))
                        .chain(repeated -> repeated ? cards.clearAttention(pool, id).chain(() -> appeared(id, before))
                                : loops.start(card, wishes));
            }
            if (card.state() != CardState.DRAFT) {
                throw new RingmasterException(ErrorCode.ILLEGAL_TRANSITION, "No loop runs in " + card.state()
                        + ". Move the card first; possible now: see allowedTriggers.");
            }
            return triggers.look(id, Trigger.START_CODING).chain(() -> loops.demandAgent(id, wishes))
                    .chain(() -> move(id, Trigger.START_CODING, actor, null, wishes.toJson()))
                    .chain(() -> appeared(id, before));
        });
    }

    /**
     * The run is made by the transition's action, a moment later, and may have ended by the time we look.
     *
     * @param before the card's last run until now
     */
    private Uni<Run> appeared(UUID cardId, Optional<Run> before) {
        return runs.newest(pool, cardId)
                .map(newest -> newest.filter(run -> before.isEmpty() || !run.id().equals(before.get().id()))
                        .orElseThrow(() -> new RingmasterException(ErrorCode.LOOP_NOT_RUNNING,
                                "The card has been started, but its run is not queued yet: look again soon.")))
                .onFailure(RingmasterException.class).retry().withBackOff(Duration.ofMillis(50), Duration.ofMillis(500))
                .expireIn(RUN_APPEARS.toMillis());
    }

    @Mutation("pauseLoop")
    public @NonNull Uni<Run> pauseLoop(@NonNull @Id String cardId) {
        return loops.pause(Ids.parse("card", cardId));
    }

    @Mutation("resumeLoop")
    public @NonNull Uni<Run> resumeLoop(@NonNull @Id String cardId) {
        return loops.resume(Ids.parse("card", cardId));
    }

    @Mutation("stopLoop")
    public @NonNull Uni<Run> stopLoop(@NonNull @Id String cardId) {
        return loops.stopOf(Ids.parse("card", cardId));
    }

    /** Kept until an iteration starts; that one is told. */
    @Mutation("sendHint")
    public @NonNull Uni<Card> sendHint(@NonNull @Id String cardId, @NonNull String text) {
        var id = Ids.parse("card", cardId);
        bounded("hint", text, MAX_HINT);
        if (text.isBlank()) {
            throw RingmasterException.invalid("The hint is empty: write what the agent should know.");
        }
        var actor = caller.getPrincipal().getName();
        return cards.require(pool, id).call(card -> hints.add(pool, id, text, actor));
    }

    private static void bounded(String what, @Nullable String text, int most) {
        if (text != null && (text.length() > most || text.indexOf('\0') >= 0)) {
            throw RingmasterException.invalid("The " + what + " has " + text.length() + " characters; at most " + most
                    + " are allowed, and no NUL among them.");
        }
    }
}
