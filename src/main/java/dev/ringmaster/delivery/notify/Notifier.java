package dev.ringmaster.delivery.notify;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.ringmaster.card.machine.ActionConfig;
import dev.ringmaster.delivery.integration.HttpAnswer;
import dev.ringmaster.delivery.integration.HttpApi;
import dev.ringmaster.delivery.webhook.WebhookSignature;
import dev.ringmaster.security.Redactor;
import dev.ringmaster.security.secret.SecretVault;
import dev.ringmaster.security.secret.SecretsChanged;
import dev.ringmaster.support.RingmasterException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Tells people elsewhere. What to tell is read off the cards and noted, so that nothing is missed whoever asked for a person:
 * a transition, a loop's limit or a failed action. At least once, under the same id.
 */
@ApplicationScoped
class Notifier {

    private static final Logger LOG = Logger.getLogger(Notifier.class);
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final int AT_ONCE = 20;

    private final Pool pool;
    private final NotificationRepository notifications;
    private final NotificationConfig config;
    private final ActionConfig acting;
    private final Redactor redactor;
    private final SecretVault secrets;
    private final Vertx vertx;
    private volatile Map<String, HttpApi> targets;

    Notifier(Pool pool, NotificationRepository notifications, NotificationConfig config, ActionConfig acting,
            Redactor redactor, SecretVault secrets, Vertx vertx) {
        this.pool = pool;
        this.notifications = notifications;
        this.config = config;
        this.acting = acting;
        this.redactor = redactor;
        this.secrets = secrets;
        this.vertx = vertx;
        this.targets = makeTargets();
    }

    /** An address may be a stored secret: whoever knows that of an incoming webhook may write there. */
    void renew(@Observes SecretsChanged ignored) {
        var old = targets;
        targets = makeTargets();
        old.values().forEach(HttpApi::close);
    }

    private Map<String, HttpApi> makeTargets() {
        var made = new HashMap<String, HttpApi>();
        target("webhook", config.webhookUrl()).ifPresent(api -> made.put("webhook", api));
        target("slack", config.slackUrl()).ifPresent(api -> made.put("slack", api));
        return Map.copyOf(made);
    }

    private Optional<HttpApi> target(String name, Optional<String> url) {
        try {
            return url.filter(text -> !text.isBlank()).map(secrets::reveal)
                    .map(address -> new HttpApi(vertx, "The notifications' " + name, URI.create(address), Map::of,
                            Optional.empty()));
        } catch (RingmasterException e) {
            LOG.warnf("notification.target unusable name=%s: %s", name, e.getMessage());
            return Optional.empty();
        }
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        if (targets.isEmpty() || !acting.enabled()) {
            return Uni.createFrom().voidItem();
        }
        return notifications.note(pool, List.copyOf(targets.keySet()))
                .chain(() -> notifications.take(pool, AT_ONCE, PAUSE))
                .onItem().transformToMulti(Multi.createFrom()::iterable)
                .onItem().transformToUniAndConcatenate(this::deliver).collect().last().replaceWithVoid()
                .onFailure().invoke(failure -> LOG.warnf("notification.sweep failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private Uni<Void> deliver(Notification notification) {
        var api = targets.get(notification.target());
        if (api == null) {
            return Uni.createFrom().voidItem();
        }
        var body = notification.target().equals("slack") ? notification.slack(config.link())
                : notification.json(config.link());
        var clean = new io.vertx.core.json.JsonObject(redactor.redact(body.encode()));
        return api.send(HttpMethod.POST, "", headers(notification, clean.encode()), clean).invoke(HttpAnswer::required)
                .chain(() -> notifications.delivered(pool, notification.id()))
                .onFailure().invoke(failure -> LOG.warnf("notification.failed id=%s target=%s: %s", notification.id(),
                        notification.target(), failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private Map<String, String> headers(Notification notification, String body) {
        var headers = new HashMap<>(Map.of("X-Ringmaster-Delivery", notification.id().toString()));
        if (notification.target().equals("webhook")) {
            config.webhookSecret().filter(secret -> !secret.isBlank()).map(secrets::reveal).ifPresent(secret -> headers.put(
                    "X-Ringmaster-Signature-256",
                    WebhookSignature.of(secret, body.getBytes(StandardCharsets.UTF_8))));
        }
        return headers;
    }

    @PreDestroy
    void close() {
        targets.values().forEach(HttpApi::close);
    }
}
