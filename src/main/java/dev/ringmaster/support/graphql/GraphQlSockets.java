package dev.ringmaster.support.graphql;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.ringmaster.support.Peers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;

/** All open sockets of this server: how many there may be, and their end with the server's. */
@ApplicationScoped
class GraphQlSockets {

    private static final Logger LOG = Logger.getLogger(GraphQlSockets.class);
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final int RESTART = 1012;
    private static final String COME_BACK = "The server restarts: come back with your cursor";

    private final Set<GraphQlSocket> open = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private final SocketConfig config;
    private final GraphQlExecutor executor;
    private final OperationGuard guard;
    private final Peers peers;
    private final Duration shutdownDelay;
    private volatile boolean leaving;

    GraphQlSockets(Vertx vertx, SocketConfig config, GraphQlExecutor executor, OperationGuard guard, Peers peers,
            MeterRegistry metrics, @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> shutdownDelay) {
        this.vertx = vertx;
        this.config = config;
        this.executor = executor;
        this.guard = guard;
        this.peers = peers;
        this.shutdownDelay = shutdownDelay.orElse(Duration.ZERO);
        Gauge.builder("ringmaster.graphql.sockets", open, Set::size).description("Open GraphQL WebSockets").register(metrics);
        Gauge.builder("ringmaster.graphql.socket.operations", open,
                sockets -> sockets.stream().mapToInt(GraphQlSocket::operations).sum())
                .description("Operations that run on GraphQL WebSockets").register(metrics);
        Gauge.builder("ringmaster.graphql.socket.queued", open,
                sockets -> sockets.stream().mapToLong(GraphQlSocket::queued).sum())
                .baseUnit("bytes").description("Bytes that wait for the clients of GraphQL WebSockets").register(metrics);
    }

    boolean hasRoom() {
        return !leaving && open.size() < config.maxSockets();
    }

    /** On the socket's event loop, right after the upgrade: a later handler could miss a frame. */
    void open(ServerWebSocket webSocket, HttpConnection connection, SecurityIdentity caller) {
        var socket = new GraphQlSocket(webSocket, connection, vertx, config, executor, caller);
        open.add(socket);
        socket.open(() -> open.remove(socket));
        if (leaving) {
            socket.close(RESTART, COME_BACK, () -> {
            });
        }
    }

    /** Rung when somebody's access has changed; looks by itself too, since a ring may get lost. */
    void onStart(@Observes StartupEvent started) {
        peers.on(AccessChange.TOPIC, someone -> recheck());
        vertx.setPeriodic(config.recheck().toMillis(), timer -> recheck());
    }

    void onChange(@Observes AccessChange change) {
        peers.ring(AccessChange.TOPIC, UUID.randomUUID());
        recheck();
    }

    /** Closes the sockets of callers who may do less than when they came. */
    private void recheck() {
        var sockets = Set.copyOf(open);
        if (sockets.isEmpty()) {
            return;
        }
        guard.fallen(sockets.stream().map(GraphQlSocket::caller).toList()).subscribe().with(
                fallen -> sockets.stream().filter(socket -> fallen.contains(socket.caller()))
                        .forEach(GraphQlSocket::loseCaller),
                failure -> LOG.warnf("graphql sockets not rechecked: %s", failure.getMessage()));
    }

    /**
     * Tells the clients to come back, at the end of the delay in which whoever spreads the load learns to look elsewhere. Not
     * when the server itself shuts down: its HTTP server has closed all sockets by then, with the code for "all is done", after
     * which a client does not come back.
     */
    void onShutdownAnnounced(@Observes ShutdownDelayInitiatedEvent ignored) throws InterruptedException {
        var patience = shutdownDelay.minus(FAREWELL);
        if (patience.isPositive()) {
            vertx.setTimer(patience.toMillis(), now -> sendAway());
        } else if (!sendAway().await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.info("graphql sockets left without a farewell");
        }
    }

    /** @return reaches zero when the frames have left */
    private CountDownLatch sendAway() {
        leaving = true;
        var sockets = Set.copyOf(open);
        var told = new CountDownLatch(sockets.size());
        sockets.forEach(socket -> socket.close(RESTART, COME_BACK, told::countDown));
        return told;
    }
}
