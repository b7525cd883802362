package dev.ringmaster.delivery.integration;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.OutgoingProxy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;

/**
 * One system's API over HTTP; over HTTPS by the proxy that the server's environment names, if it does. It follows no redirect,
 * because a redirect would take the credential along; an answer has 30
 * seconds and 16 MiB. Any status is an answer; a failure is an {@link IntegrationException} of kind UNAVAILABLE.
 */
public final class HttpApi implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration DOWNLOAD_PATIENCE = Duration.ofMinutes(5);
    private static final int MOST_BYTES = 16 << 20;
    /** As curl has it. */
    private static final int PROXY_PORT = 1080;

    private final HttpClient client;
    private final String system;
    private final URI base;
    private final Supplier<Map<String, String>> headers;

    /**
     * @param system its name, for messages
     * @param base what paths are appended to; without a slash at its end
     * @param headers sent with each request to {@code base}, credentials among them
     * @param certificates a PEM file of authorities to trust instead of Java's own
     */
    public HttpApi(Vertx vertx, String system, URI base, Supplier<Map<String, String>> headers, Optional<Path> certificates) {
        this(vertx, system, base, headers, certificates, OutgoingProxy.ofServer());
    }

    HttpApi(Vertx vertx, String system, URI base, Supplier<Map<String, String>> headers, Optional<Path> certificates,
            OutgoingProxy proxy) {
        var options = new HttpClientOptions().setConnectTimeout(10_000).setMaxPoolSize(10).setKeepAliveTimeout(30)
                .setDecompressionSupported(true);
        certificates.ifPresent(file -> options.setPemTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        if ("https".equalsIgnoreCase(base.getScheme())) {
            proxy.uri().ifPresent(uri -> options.setProxyOptions(proxy(uri)).setNonProxyHosts(proxy.patterns()));
        }
        this.client = vertx.createHttpClient(options);
        this.system = system;
        this.base = base;
        this.headers = headers;
    }

    private static ProxyOptions proxy(URI uri) {
        var socks = uri.getScheme().toLowerCase(Locale.ROOT).startsWith("socks");
        var options = new ProxyOptions().setType(socks ? ProxyType.SOCKS5 : ProxyType.HTTP).setHost(uri.getHost())
                .setPort(uri.getPort() < 0 ? PROXY_PORT : uri.getPort());
        if (uri.getUserInfo() != null) {
            var login = uri.getUserInfo().split(":", 2);
            options.setUsername(login[0]).setPassword(login.length == 2 ? login[1] : "");
        }
        return options;
    }

    /** Where a path of this API lies. */
    public String address(String path) {
        return base + path;
    }

    public Uni<HttpAnswer> get(String path, Map<String, String> more) {
        return send(HttpMethod.GET, path, more, null);
    }

    /** @param path with its query, beginning with a slash */
    public Uni<HttpAnswer> send(HttpMethod method, String path, Map<String, String> more, @Nullable JsonObject body) {
        var options = new RequestOptions().setMethod(method).setAbsoluteURI(address(path));
        headers.get().forEach(options::putHeader);
        more.forEach(options::putHeader);
        var what = method + " " + path.replaceFirst("\\?.*", "");
        return exchange(options, body, what)
                .flatMap(response -> Bounded.collect(response.toMulti(), MOST_BYTES)
                        .map(bytes -> new HttpAnswer(system, what, response.statusCode(), headersOf(response), bytes)))
                .ifNoItem().after(PATIENCE).failWith(() -> unreachable(what, "no answer within " + PATIENCE.toSeconds() + " s"))
                .onFailure(failure -> !(failure instanceof IntegrationException))
                .transform(failure -> unreachable(what, String.valueOf(failure.getMessage())));
    }

    /** Reads what lies at an address outside of the API, without credentials, into what keeps as much as it wants. */
    public <T> Uni<T> download(String address, T into, java.util.function.BiConsumer<T, byte[]> reader) {
        var options = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(address);
        return exchange(options, null, "a download").flatMap(response -> {
            if (response.statusCode() != 200) {
                throw unreachable("a download", "status " + response.statusCode());
            }
            return response.toMulti().onItem().invoke(buffer -> reader.accept(into, buffer.getBytes()))
                    .collect().last().replaceWith(into);
        }).ifNoItem().after(DOWNLOAD_PATIENCE).failWith(() -> unreachable("a download", "took too long"))
                .onFailure(failure -> !(failure instanceof IntegrationException))
                .transform(failure -> unreachable("a download", String.valueOf(failure.getMessage())));
    }

    /** The response is taken on the context that it comes on, paused until somebody reads it. */
    private Uni<HttpClientResponse> exchange(RequestOptions options, @Nullable JsonObject body, String what) {
        options.setFollowRedirects(false).setTimeout(PATIENCE.toMillis()).putHeader("User-Agent", "ringmaster");
        if (body != null) {
            options.putHeader("Content-Type", "application/json");
        }
        return client.request(options)
                .flatMap(request -> body == null ? request.send() : request.send(Buffer.buffer(body.encode())))
                .invoke(HttpClientResponse::pause);
    }

    private IntegrationException unreachable(String what, String why) {
        return IntegrationException.unavailable(system + " at " + base.getScheme() + "://" + base.getAuthority()
                + " did not answer " + what + ": " + why);
    }

    private static Map<String, String> headersOf(HttpClientResponse response) {
        var headers = new TreeMap<String, String>();
        response.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    @Override
    public void close() {
        client.closeAndForget();
    }
}
