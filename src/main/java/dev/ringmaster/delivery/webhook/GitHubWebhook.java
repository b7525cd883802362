package dev.ringmaster.delivery.webhook;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.ringmaster.delivery.github.GitHubConfig;
import dev.ringmaster.security.secret.SecretVault;
import dev.ringmaster.support.RingmasterException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST /api/webhooks/github}: needs no login, because its body is signed. Nothing of a body is looked at before its
 * length
 * and its signature are right, and what it says is only a reason to look at GitHub earlier.
 */
@ApplicationScoped
class GitHubWebhook {

    static final String PATH = "/api/webhooks/github";

    private static final Logger LOG = Logger.getLogger(GitHubWebhook.class);

    private final GitHubConfig config;
    private final SecretVault secrets;
    private final WebhookDeliveries deliveries;

    GitHubWebhook(GitHubConfig config, SecretVault secrets, WebhookDeliveries deliveries) {
        this.config = config;
        this.secrets = secrets;
        this.deliveries = deliveries;
    }

    /** Before the handler that reads bodies for everybody else. */
    void register(@Observes Router router) {
        router.post(PATH).order(-1).handler(this::receive);
    }

    private void receive(RoutingContext context) {
        var secret = config.webhookSecret().filter(text -> !text.isBlank()).flatMap(this::revealed);
        var request = context.request();
        if (secret.isEmpty()) {
            answer(context, 401, "No webhook secret is configured: set ringmaster.integrations.github.webhook-secret.");
        } else if (tooLong(request)) {
            context.response().putHeader("Connection", "close");
            answer(context, 413, "The body is too long.");
        } else {
            read(context, secret.get());
        }
    }

    private Optional<String> revealed(String configured) {
        try {
            return Optional.of(secrets.reveal(configured));
        } catch (RingmasterException e) {
            LOG.warnf("webhook.secret unusable: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean tooLong(HttpServerRequest request) {
        var length = request.getHeader("Content-Length");
        return length != null && (!length.matches("\\d{1,10}")
                || Long.parseLong(length) > config.webhookLimit().asLongValue());
    }

    private void read(RoutingContext context, String secret) {
        var request = context.request();
        var body = io.vertx.core.buffer.Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= config.webhookLimit().asLongValue()) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(end -> {
            if (body.length() > config.webhookLimit().asLongValue()) {
                answer(context, 413, "The body is too long.");
            } else if (!WebhookSignature.fits(secret, body.getBytes(), request.getHeader("X-Hub-Signature-256"))) {
                LOG.warnf("webhook.refused from=%s: wrong signature", request.remoteAddress());
                answer(context, 401, "The signature does not fit.");
            } else {
                accept(context, body.getBytes());
            }
        });
        request.exceptionHandler(failure -> LOG.debugf("webhook.broken: %s", failure.getMessage()));
        request.resume();
    }

    private void accept(RoutingContext context, byte[] body) {
        var id = context.request().getHeader("X-GitHub-Delivery");
        var event = context.request().getHeader("X-GitHub-Event");
        JsonObject payload;
        try {
            payload = new JsonObject(io.vertx.core.buffer.Buffer.buffer(body));
        } catch (DecodeException e) {
            answer(context, 400, "The body is no JSON object. Set the webhook's content type to application/json.");
            return;
        }
        if (id == null || event == null || id.length() > 100 || event.length() > 100) {
            answer(context, 400, "The headers X-GitHub-Delivery and X-GitHub-Event are missing.");
            return;
        }
        deliveries.take(id, event, payload).subscribe().with(news -> answer(context, news ? 202 : 200, news ? "Taken."
                : "Seen before."), failure -> {
                    LOG.errorf(failure, "webhook.failed event=%s delivery=%s", event, id);
                    answer(context, 500, "It could not be taken. Deliver it again.");
                });
    }

    private static void answer(RoutingContext context, int status, String message) {
        if (!context.response().ended()) {
            context.response().setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(message + "\n");
        }
    }
}
