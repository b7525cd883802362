package dev.ringmaster.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.ringmaster.testing.GraphQlClient;

/** What a person's browser does: keeps cookies, follows redirects, asks for pages. */
final class Browser implements AutoCloseable {

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL).build();
    private final URI base;

    Browser(URI base) {
        this.base = base;
    }

    /** Opens a page, wherever that leads. */
    HttpResponse<String> open(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/html"));
    }

    HttpResponse<String> submit(URI form, Map<String, String> fields) {
        return send(HttpRequest.newBuilder(form).header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields.entrySet().stream()
                        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")))));
    }

    /** As the page's own script does. */
    HttpResponse<String> graphql(String text) {
        return send(HttpRequest.newBuilder(base.resolve("/graphql")).header("Content-Type", "application/json")
                .header("Origin", "http://" + base.getAuthority())
                .POST(BodyPublishers.ofString(GraphQlClient.request(text, Map.of()))));
    }

    HttpResponse<String> post(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).header("Origin", "http://" + base.getAuthority())
                .POST(BodyPublishers.noBody()));
    }

    /** The cookies that this server would get, as a header. */
    String cookieHeader() {
        return cookies().stream().map(cookie -> cookie.getName() + "=" + cookie.getValue()).collect(Collectors.joining("; "));
    }

    List<HttpCookie> cookies() {
        return cookies.getCookieStore().get(base);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
