package dev.ringmaster.security;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.ringmaster.testing.GraphQlClient;

/** Somebody before the door, with the headers that a test gives them. */
final class Visitor implements AutoCloseable {

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    Visitor(URI base) {
        this.base = base.toString().replaceFirst("/$", "");
    }

    /** An API token and its value. */
    record Token(String id, String value) {
    }

    /** The value of a token of a role, made by the owner. */
    static String token(GraphQlClient owner, String name, String role) {
        return created(owner, name, role).value();
    }

    static Token created(GraphQlClient owner, String name, String role) {
        var made = owner.query("mutation($i: ApiTokenInput!) { createApiToken(input: $i) { id value } }",
                Map.of("i", Map.of("name", name, "role", role))).path("createApiToken");
        return new Token(made.path("id").asText(), made.path("value").asText());
    }

    static void revoke(GraphQlClient owner, String id) {
        owner.query("mutation($id: ID!) { revokeApiToken(id: $id) { id } }", Map.of("id", id));
    }

    static String[] bearer(String token, String... more) {
        var headers = new ArrayList<>(List.of("Authorization", "Bearer " + token));
        headers.addAll(List.of(more));
        return headers.toArray(String[]::new);
    }

    HttpResponse<String> graphql(String text, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/json"));
        return send("POST", "/graphql", GraphQlClient.request(text, Map.of()), all.toArray(String[]::new));
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).method(method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens a WebSocket with cookies. @return the cookies as the answer leaves them */
    String upgrade(String cookies) {
        var jar = new LinkedHashMap<String, String>();
        List.of(cookies.split("; ")).forEach(pair -> jar.put(pair.split("=", 2)[0], pair.split("=", 2)[1]));
        try (var socket = new Socket(URI.create(base).getHost(), URI.create(base).getPort())) {
            var request = String.join("\r\n", "GET /graphql HTTP/1.1", "Host: " + URI.create(base).getAuthority(),
                    "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: graphql-transport-ws", "Cookie: " + cookies, "", "");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var status = answer.readLine();
            if (!status.contains(" 101 ")) {
                throw new AssertionError(status);
            }
            for (var line = answer.readLine(); !line.isEmpty(); line = answer.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("set-cookie: ")) {
                    var pair = line.substring(12).split(";", 2)[0].split("=", 2);
                    jar.put(pair[0], pair[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar.entrySet().stream().map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
