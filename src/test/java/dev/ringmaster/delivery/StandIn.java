package dev.ringmaster.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A system that Ringmaster talks to, played over HTTP on loopback. It remembers what it was asked and judges it. */
abstract class StandIn implements AutoCloseable {

    /** @param body empty if there was none */
    record Request(String method, String path, String query, String body, Map<String, List<String>> headers) {

        String header(String name) {
            return headers.entrySet().stream().filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().getFirst()).findFirst().orElse("");
        }
    }

    /** @param body null for none */
    record Reply(int status, @Nullable JsonNode body, Map<String, String> headers) {

        static Reply of(int status, Object body) {
            return new Reply(status, ApiDescription.JSON.valueToTree(body), Map.of());
        }

        static Reply empty(int status) {
            return new Reply(status, null, Map.of());
        }
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final List<String> faults = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    StandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @return the answer */
    abstract Reply answer(Request request) throws Exception;

    void serve(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var uri = exchange.getRequestURI();
        var request = new Request(exchange.getRequestMethod(), uri.getPath(), uri.getRawQuery() == null ? ""
                : uri.getRawQuery(), body, Map.copyOf(exchange.getRequestHeaders()));
        requests.add(request);
        Reply reply;
        try {
            reply = answer(request);
        } catch (Exception | AssertionError e) {
            faults.add(request.method() + " " + request.path() + ": " + e);
            reply = Reply.of(500, Map.of("message", String.valueOf(e)));
        }
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        var node = reply.body();
        var bytes = node == null ? new byte[0]
                : node.isTextual() ? node.asText().getBytes(StandardCharsets.UTF_8)
                        : node.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    long asked(String method, String path) {
        return requests.stream().filter(request -> request.method().equals(method) && request.path().matches(path)).count();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
