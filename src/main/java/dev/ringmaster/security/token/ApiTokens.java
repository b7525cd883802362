package dev.ringmaster.security.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import org.jboss.logging.Logger;

import dev.ringmaster.security.caller.Caller;
import dev.ringmaster.security.caller.Role;
import dev.ringmaster.support.graphql.AccessChange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Makes API tokens, knows them again, and takes them back. A token is looked up for each request, so revoking it is at once.
 */
@ApplicationScoped
public class ApiTokens {

    private static final Logger LOG = Logger.getLogger(ApiTokens.class);
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final Pool pool;
    private final ApiTokenRepository tokens;
    private final Event<AccessChange> changes;

    ApiTokens(Pool pool, ApiTokenRepository tokens, Event<AccessChange> changes) {
        this.pool = pool;
        this.tokens = tokens;
        this.changes = changes;
    }

    /** Whether a text has the form of an API token; whether it is one is another question. */
    public static boolean isShaped(String text) {
        return text.startsWith(TokenSecret.PREFIX);
    }

    /** Whose token this is, if it is good now. */
    public Uni<Optional<Caller>> callerOf(String value) {
        return tokens.good(pool, TokenSecret.of(value).hash())
                .invoke(found -> found.ifPresent(this::noteUse))
                .map(found -> found.map(ApiToken::caller));
    }

    /** The roles that callers have now by their tokens; those whose token is no good any more are not in it. */
    public Uni<Map<String, Role>> roles(Collection<String> callers) {
        var ids = callers.stream().flatMap(id -> Caller.token(id).stream()).toList();
        return ids.isEmpty() ? Uni.createFrom().item(Map.of()) : tokens.roles(pool, ids);
    }

    Uni<List<ApiToken>> all() {
        return tokens.all(pool);
    }

    Uni<NewApiToken> create(ApiTokenInput input, String createdBy) {
        var secret = TokenSecret.random();
        return Uni.createFrom().item(() -> input.checked(Instant.now()))
                .chain(checked -> tokens.insert(pool, checked, secret.hash(), createdBy))
                .map(token -> NewApiToken.of(token, secret));
    }

    Uni<ApiToken> revoke(UUID id) {
        return tokens.revoke(pool, id).invoke(() -> changes.fire(new AccessChange()));
    }

    private void noteUse(ApiToken token) {
        if (token.lastUsedAt() == null || token.lastUsedAt().isBefore(Instant.now().minus(USE_NOTED_EVERY))) {
            tokens.used(pool, token.id()).subscribe().with(noted -> {
            }, failure -> LOG.debugf("token.use not noted: %s", failure.getMessage()));
        }
    }
}
