package dev.ringmaster.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;

/**
 * Rings the doorbells of the other servers on the same database, by Postgres' NOTIFY. What is rung within 20 ms goes in one
 * NOTIFY, on a connection of its own and after the commits it speaks of: inside a writing transaction it would take a lock
 * that all commits share. Hints only: who hears nothing still finds everything by polling.
 */
@ApplicationScoped
class PostgresPeers implements Peers {

    private static final Logger LOG = Logger.getLogger(PostgresPeers.class);
    private static final String CHANNEL = "ringmaster";
    private static final long COALESCE_MILLIS = 20;
    private static final Duration RECONNECT = Duration.ofSeconds(1);
    /** Postgres takes 8,000 bytes in a NOTIFY; a ring has at most 48. */
    private static final int RINGS_PER_NOTIFY = 150;

    private final Vertx vertx;
    private final Pool pool;
    private final String own;
    private final Map<String, Consumer<UUID>> listeners = new ConcurrentHashMap<>();
    private final Set<String> pending = new LinkedHashSet<>();
    private boolean sending;
    private volatile boolean leaving;

    PostgresPeers(Vertx vertx, Pool pool, ServerId serverId) {
        this.vertx = vertx;
        this.pool = pool;
        this.own = serverId.value();
    }

    @Override
    public void on(String topic, Consumer<UUID> listener) {
        listeners.put(topic, listener);
    }

    @Override
    public void ring(String topic, UUID key) {
        synchronized (pending) {
            pending.add(topic + ' ' + key);
            if (sending) {
                return;
            }
            sending = true;
        }
        vertx.setTimer(COALESCE_MILLIS, ignored -> send());
    }

    private void send() {
        List<String> rings;
        synchronized (pending) {
            sending = false;
            rings = new ArrayList<>(pending);
            pending.clear();
        }
        for (int from = 0; from < rings.size(); from += RINGS_PER_NOTIFY) {
            var part = rings.subList(from, Math.min(rings.size(), from + RINGS_PER_NOTIFY));
            pool.preparedQuery("select pg_notify($1, $2)").execute(Tuple.of(CHANNEL, own + '\n' + String.join("\n", part)))
                    .subscribe().with(ignored -> {
                    }, failure -> LOG.debugf("peers.notify failed: %s", failure.getMessage()));
        }
    }

    void onStart(@Observes StartupEvent ignored) {
        listen();
    }

    void onShutdown(@Observes ShutdownEvent ignored) {
        leaving = true;
    }

    private void listen() {
        pool.getConnection().flatMap(this::listenOn)
                .subscribe().with(ignored -> LOG.debug("peers.listening"), failure -> {
                    LOG.warnf("peers.listen failed, polling goes on: %s", failure.getMessage());
                    listenLater();
                });
    }

    private Uni<Void> listenOn(SqlConnection connection) {
        PgConnection postgres = PgConnection.cast(connection.getDelegate());
        postgres.notificationHandler(notification -> heard(notification.getPayload()));
        postgres.closeHandler(ignored -> listenLater());
        return connection.query("listen " + CHANNEL).execute().replaceWithVoid()
                .onFailure().call(connection::close);
    }

    private void listenLater() {
        if (!leaving) {
            vertx.setTimer(RECONNECT.toMillis(), ignored -> listen());
        }
    }

    private void heard(String payload) {
        var lines = payload.split("\n", -1);
        if (lines[0].equals(own)) {
            return;
        }
        for (int i = 1; i < lines.length; i++) {
            var space = lines[i].indexOf(' ');
            var listener = space < 0 ? null : listeners.get(lines[i].substring(0, space));
            if (listener != null) {
                listener.accept(UUID.fromString(lines[i].substring(space + 1)));
            }
        }
    }
}
