package dev.ringmaster.support.graphql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jboss.logging.Logger;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;

/**
 * One client's socket: does what the protocol says and gives its operations their turn. Everything happens on the socket's
 * event
 * loop; only {@link #close} may be called from elsewhere.
 */
final class GraphQlSocket {

    private static final Logger LOG = Logger.getLogger(GraphQlSocket.class);
    /** The attribute in which Quarkus keeps until when an identity holds, in seconds since 1970. */
    private static final String EXPIRES = "quarkus.identity.expire-time";

    private final ServerWebSocket socket;
    private final Context context;
    private final Vertx vertx;
    private final SocketConfig config;
    private final GraphQlExecutor executor;
    private final SecurityIdentity caller;
    private final TransportProtocol protocol;
    private final Outbound outbound;
    private final Map<String, SocketOperation> operations = new HashMap<>();
    private final Queue<SocketOperation> waiting = new ArrayDeque<>();
    private final List<Long> timers = new ArrayList<>();
    private long heardAt = System.nanoTime();

    /** On the socket's event loop. */
    GraphQlSocket(ServerWebSocket socket, HttpConnection connection, Vertx vertx, SocketConfig config, GraphQlExecutor executor,
            SecurityIdentity caller) {
        this.socket = socket;
        this.context = vertx.getOrCreateContext();
        this.vertx = vertx;
        this.config = config;
        this.executor = executor;
        this.caller = caller;
        this.protocol = new TransportProtocol(config.maxOperations());
        this.outbound = new Outbound(socket, connection, vertx, config, this::room, this::tooSlow);
    }

    void open(Runnable onClosed) {
        socket.frameHandler(frame -> heardAt = System.nanoTime());
        socket.textMessageHandler(text -> apply(protocol.receive(text)));
        socket.binaryMessageHandler(bytes -> apply(protocol.receiveBinary()));
        socket.exceptionHandler(this::broken);
        socket.closeHandler(closed -> {
            release();
            onClosed.run();
        });
        if (!TransportProtocol.NAME.equals(socket.subProtocol())) {
            shut(4406, "Subprotocol not acceptable: use " + TransportProtocol.NAME);
            return;
        }
        timers.add(vertx.setTimer(config.initTimeout().toMillis(), timer -> apply(protocol.initTimedOut())));
        timers.add(vertx.setPeriodic(config.keepAlive().toMillis(), timer -> keepAlive()));
        if (caller.getAttribute(EXPIRES) instanceof Long expiry) {
            timers.add(vertx.setTimer(Math.max(1, expiry * 1000 - System.currentTimeMillis()),
                    timer -> shut(4403, "The login has expired")));
        }
    }

    /**
     * Ends the socket and all that runs on it. From any thread.
     *
     * @param whenDone the socket has nothing more to say
     */
    void close(int code, String reason, Runnable whenDone) {
        context.runOnContext(now -> {
            release();
            outbound.close(code, reason).onComplete(closed -> whenDone.run());
        });
    }

    /** Whoever opened it may not do any more what they could then. From any thread. */
    void loseCaller() {
        close(4403, "The login has expired, or allows less than it did", () -> {
        });
    }

    SecurityIdentity caller() {
        return caller;
    }

    /** From any thread, roughly: for the metrics. */
    int operations() {
        return operations.size();
    }

    /** From any thread, roughly: for the metrics. */
    long queued() {
        return outbound.queued();
    }

    private void apply(List<Effect> effects) {
        for (var effect : effects) {
            switch (effect) {
                case Effect.Send send -> outbound.write(send.message());
                case Effect.Start start -> start(start);
                case Effect.Stop stop -> forget(stop.id());
                case Effect.Close close -> shut(close.code(), close.reason());
            }
        }
    }

    private void start(Effect.Start start) {
        if (socket.isClosed()) {
            return;
        }
        var own = VertxContext.createNewDuplicatedContext(context);
        VertxContextSafetyToggle.setContextSafe(own, true);
        var operation = new SocketOperation(start.id(), this, own);
        operations.put(start.id(), operation);
        operation.start(executor, start.request(), caller);
    }

    /** The operation wants its next result as soon as there is room for it. */
    void ask(SocketOperation operation) {
        if (outbound.isFull()) {
            waiting.add(operation);
        } else {
            operation.request();
        }
    }

    void next(SocketOperation operation, String answer) {
        outbound.write(TransportProtocol.next(operation.id(), answer));
        ask(operation);
    }

    void answered(SocketOperation operation, String answer) {
        outbound.write(TransportProtocol.next(operation.id(), answer));
        completed(operation);
    }

    void completed(SocketOperation operation) {
        forget(operation.id());
        apply(protocol.ended(operation.id()));
    }

    void failed(SocketOperation operation, String errors) {
        forget(operation.id());
        apply(protocol.failed(operation.id(), errors));
    }

    private void room() {
        while (!waiting.isEmpty() && !outbound.isFull()) {
            waiting.remove().request();
        }
    }

    private void tooSlow() {
        LOG.infof("graphql socket too slow: peer=%s queued=%d", socket.remoteAddress(), outbound.queued());
        shut(1013, "Too slow: resume from your cursor");
    }

    /** While the socket is full nothing is read from it, so silence means nothing; the stall timer runs then. */
    private void keepAlive() {
        if (outbound.isFull()) {
            return;
        }
        if (System.nanoTime() - heardAt > 2 * config.keepAlive().toNanos()) {
            shut(1001, "Nothing was heard from you");
        } else {
            socket.writePing(Buffer.buffer());
        }
    }

    /** Vert.x tells here of frames and messages over the limit, of broken frames and of a connection that was cut. */
    private void broken(Throwable failure) {
        LOG.debugf(failure, "graphql socket broken: peer=%s", socket.remoteAddress());
        int code = failure instanceof CorruptedWebSocketFrameException corrupt ? corrupt.closeStatus().code() : 1009;
        shut(code, "A message is broken or too big");
    }

    private void shut(int code, String reason) {
        release();
        outbound.close(code, reason);
    }

    private void release() {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
        outbound.stopTimer();
        waiting.clear();
        List.copyOf(operations.keySet()).forEach(this::forget);
    }

    private void forget(String id) {
        var operation = operations.remove(id);
        if (operation != null) {
            operation.end();
        }
    }
}
