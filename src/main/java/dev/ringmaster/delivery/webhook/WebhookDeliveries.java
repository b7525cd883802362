package dev.ringmaster.delivery.webhook;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.card.machine.ActionExecutor;
import dev.ringmaster.delivery.card.CardDeliveryRepository;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** Takes each delivery once, and wakes the cards that it may concern. */
@ApplicationScoped
class WebhookDeliveries {

    private final Pool pool;
    private final CardDeliveryRepository cards;
    private final ActionExecutor executor;

    WebhookDeliveries(Pool pool, CardDeliveryRepository cards, ActionExecutor executor) {
        this.pool = pool;
        this.cards = cards;
        this.executor = executor;
    }

    /** @return whether it had not been seen before */
    Uni<Boolean> take(String id, String event, JsonObject payload) {
        return pool.preparedQuery("insert into webhook_delivery (id, event) values ($1, $2) on conflict do nothing")
                .execute(Tuple.of(id, event)).map(rows -> rows.rowCount() > 0)
                .call(isNew -> isNew ? wake(event, payload) : Uni.createFrom().voidItem());
    }

    private Uni<Void> wake(String event, JsonObject payload) {
        Uni<List<UUID>> concerned = switch (event) {
            case "check_run", "check_suite", "workflow_run" -> ofCommit(text(object(payload, event), "head_sha"));
            case "status" -> ofCommit(text(payload, "sha"));
            case "pull_request", "pull_request_review", "pull_request_review_comment" ->
                ofPullRequest(payload, object(payload, "pull_request"));
            case "issue_comment" -> ofPullRequest(payload, object(payload, "issue"));
            default -> Uni.createFrom().item(List.of());
        };
        return concerned.flatMap(executor::wake);
    }

    private Uni<List<UUID>> ofCommit(@Nullable String commit) {
        return commit == null ? Uni.createFrom().item(List.of()) : cards.ofCommit(pool, commit);
    }

    private Uni<List<UUID>> ofPullRequest(JsonObject payload, JsonObject pull) {
        var repository = text(object(payload, "repository"), "full_name");
        return repository == null || !(pull.getValue("number") instanceof Number number)
                ? Uni.createFrom().item(List.of())
                : cards.reviewsChanged(pool, repository, number.intValue());
    }

    private static JsonObject object(JsonObject in, String name) {
        return in.getValue(name) instanceof JsonObject found ? found : new JsonObject();
    }

    private static @Nullable String text(JsonObject in, String name) {
        return in.getValue(name) instanceof String found ? found : null;
    }

    @Scheduled(every = "6h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return pool.query("delete from webhook_delivery where received_at < now() - interval '7 days'").execute()
                .replaceWithVoid().onFailure().recoverWithNull();
    }
}
