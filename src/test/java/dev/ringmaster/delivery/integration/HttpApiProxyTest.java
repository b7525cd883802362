package dev.ringmaster.delivery.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.support.OutgoingProxy;
import io.vertx.mutiny.core.Vertx;

/** Which way a request goes: a proxy is asked in words to connect, a server is sent the first bytes of TLS. */
class HttpApiProxyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    private final CompletableFuture<String> first = CompletableFuture.supplyAsync(this::serve);

    HttpApiProxyTest() throws IOException {
    }

    private String serve() {
        try (var socket = proxy.accept()) {
            var words = new String(socket.getInputStream().readNBytes(50), StandardCharsets.ISO_8859_1);
            socket.getOutputStream().write("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
            return words;
        } catch (IOException e) {
            return e.toString();
        }
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        vertx.closeAndAwait();
    }

    /** @return what came to the proxy's port */
    private String calling(String address, String exceptions) throws Exception {
        var outgoing = OutgoingProxy.of(Map.of("HTTPS_PROXY", "http://me:secret@127.0.0.1:" + proxy.getLocalPort(), "NO_PROXY",
                exceptions));
        try (var api = new HttpApi(vertx, "GitHub", URI.create(address), Map::of, Optional.empty(), outgoing)) {
            assertThatThrownBy(() -> api.get("/rate_limit", Map.of()).map(HttpAnswer::required).await().atMost(PATIENCE))
                    .isInstanceOfSatisfying(IntegrationException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(IntegrationException.Kind.UNAVAILABLE))
                    .hasMessageNotContaining("secret");
        }
        return first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void https_goes_by_the_proxy() throws Exception {
        assertThat(calling("https://github.example.org", "localhost")).startsWith("CONNECT github.example.org:443 HTTP/1.1");
    }

    @Test
    void what_is_excepted_is_called_directly() throws Exception {
        assertThat(calling("https://127.0.0.1:" + proxy.getLocalPort(), "localhost,127.0.0.1")).isNotEmpty()
                .doesNotContain("CONNECT");
    }

    @Test
    void http_is_called_directly() throws Exception {
        assertThat(calling("http://127.0.0.1:" + proxy.getLocalPort(), "")).startsWith("GET /rate_limit");
    }
}
