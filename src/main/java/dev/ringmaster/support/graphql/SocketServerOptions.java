package dev.ringmaster.support.graphql;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;

/** What the HTTP server lets a WebSocket do. Bigger requests go over HTTP. */
@ApplicationScoped
class SocketServerOptions implements HttpServerOptionsCustomizer {

    private static final int MAX_INBOUND_BYTES = 64 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        limit(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        limit(options);
    }

    /** Compression costs hundreds of kilobytes for each socket outside the heap, more than a stalled client may cost in all. */
    private static void limit(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(MAX_INBOUND_BYTES).setMaxWebSocketMessageSize(MAX_INBOUND_BYTES)
                .setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false);
    }
}
