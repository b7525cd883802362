package dev.ringmaster.support.graphql;

import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The way out of one socket. It knows when the network does not take more, stops reading from a client that does not read
 * itself, and ends the connection of one that stays so. Used on the socket's event loop only.
 */
final class Outbound {

    private static final int MAX_REASON_BYTES = 120;
    private static final long CLOSING_MILLIS = 2_000;
    private static final long NONE = -1;

    private final ServerWebSocket socket;
    private final HttpConnection connection;
    private final Vertx vertx;
    private final SocketConfig config;
    private final Runnable onRoom;
    private final Runnable onTooSlow;
    private final AtomicLong queued = new AtomicLong();
    private long stallTimer = NONE;

    /**
     * @param onRoom the network takes more again
     * @param onTooSlow the client did not read for too long, or too much waits for it
     */
    Outbound(ServerWebSocket socket, HttpConnection connection, Vertx vertx, SocketConfig config, Runnable onRoom,
            Runnable onTooSlow) {
        this.socket = socket;
        this.connection = connection;
        this.vertx = vertx;
        this.config = config;
        this.onRoom = onRoom;
        this.onTooSlow = onTooSlow;
        socket.setWriteQueueMaxSize(Math.toIntExact(config.writeQueue().asLongValue()));
        socket.drainHandler(drained -> drained());
    }

    boolean isFull() {
        return !socket.isClosed() && socket.writeQueueFull();
    }

    /** Bytes that were written and have not reached the network. From any thread. */
    long queued() {
        return queued.get();
    }

    void write(String message) {
        if (socket.isClosed()) {
            return;
        }
        int size = ByteBufUtil.utf8Bytes(message);
        if (queued.get() > 0 && queued.get() + size > config.maxQueued().asLongValue()) {
            onTooSlow.run();
            return;
        }
        queued.addAndGet(size);
        socket.writeTextMessage(message).onComplete(written -> queued.addAndGet(-size));
        if (isFull() && stallTimer == NONE) {
            socket.pause();
            stallTimer = vertx.setTimer(config.stallTimeout().toMillis(), timer -> onTooSlow.run());
        }
    }

    private void drained() {
        if (socket.isClosed() || isFull()) {
            return;
        }
        if (stallTimer != NONE) {
            stopTimer();
            socket.resume();
        }
        onRoom.run();
    }

    /**
     * Vert.x cuts a connection whose peer does not answer a close, but counts from when the close frame was written: with a
     * client that does not read, that is never. So the cut is made here, at the channel, for closing the HttpConnection of a
     * socket only sends a close frame again (Http1xConnectionBase, Vert.x 4.5).
     */
    Future<Void> close(int code, String reason) {
        stopTimer();
        if (socket.isClosed()) {
            return Future.succeededFuture();
        }
        socket.resume();
        vertx.setTimer(CLOSING_MILLIS, timer -> ((ConnectionBase) connection).channel().close());
        return socket.close((short) code, shortened(reason));
    }

    void stopTimer() {
        if (stallTimer != NONE) {
            vertx.cancelTimer(stallTimer);
            stallTimer = NONE;
        }
    }

    /** A close frame has room for 123 bytes (RFC 6455, section 5.5). */
    private static String shortened(String reason) {
        var text = reason;
        while (ByteBufUtil.utf8Bytes(text) > MAX_REASON_BYTES) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }
}
