package dev.ringmaster.card.machine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import dev.ringmaster.card.machine.ActionOutcome.Done;
import dev.ringmaster.card.workflow.Action;
import io.quarkus.vertx.LocalEventBusCodec;
import io.vertx.core.Vertx;
import io.vertx.mutiny.core.eventbus.EventBus;

/** Handlers of all actions on an event bus of their own. Each is done at once unless a test says otherwise. */
final class ScriptedHandlers implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Map<Action, Function<ActionRequest, CompletableFuture<ActionOutcome>>> scripts = new ConcurrentHashMap<>();
    private final List<ActionRequest> handled = new CopyOnWriteArrayList<>();

    ScriptedHandlers() {
        var bus = vertx.eventBus();
        bus.registerCodec(new LocalEventBusCodec<>("local")).codecSelector(body -> "local");
        for (var action : Action.values()) {
            bus.<ActionRequest> consumer(action.address(), message -> {
                handled.add(message.body());
                var script = scripts.getOrDefault(action, request -> CompletableFuture
                        .completedFuture(new Done("done " + request.action())));
                var unused = script.apply(message.body()).whenComplete((outcome, failure) -> {
                    if (failure == null) {
                        message.reply(outcome);
                    } else {
                        message.fail(1, failure.getMessage());
                    }
                });
            });
        }
    }

    EventBus bus() {
        return new EventBus(vertx.eventBus());
    }

    /** In the order in which they came. */
    List<ActionRequest> handled() {
        return List.copyOf(handled);
    }

    void answer(Action action, ActionOutcome outcome) {
        scripts.put(action, request -> CompletableFuture.completedFuture(outcome));
    }

    void fail(Action action, String message) {
        scripts.put(action, request -> CompletableFuture.failedFuture(new IllegalStateException(message)));
    }

    /** The action is done when the gate is completed. */
    CompletableFuture<ActionOutcome> gate(Action action) {
        var gate = new CompletableFuture<ActionOutcome>();
        scripts.put(action, request -> gate);
        return gate;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
