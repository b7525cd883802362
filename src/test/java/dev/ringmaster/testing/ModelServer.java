package dev.ringmaster.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.ringmaster.testing.ModelReply.Block;
import dev.ringmaster.testing.ModelReply.Dropped;
import dev.ringmaster.testing.ModelReply.Held;
import dev.ringmaster.testing.ModelReply.Late;
import dev.ringmaster.testing.ModelReply.Refusal;
import dev.ringmaster.testing.ModelReply.Tokens;
import dev.ringmaster.testing.ModelReply.Turn;

/**
 * A scripted model on 127.0.0.1 that speaks as much of Anthropic's Messages API as Claude Code needs. A request that offers
 * tools is the agent's and takes the next reply of the script; requests without tools (titles, summaries, quota checks) get
 * a short answer of their own, so that they never eat the script.
 */
public final class ModelServer implements AutoCloseable {

    /** A request of the agent, in the order of arrival. */
    public record Request(String path, Map<String, List<String>> headers, JsonNode body) {

        /** All text of the conversation so far, to look for a word in. */
        public String conversation() {
            return body.path("messages").toString();
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ModelReply BACKGROUND = ModelReply.text("ok");
    private static final long LONGEST_HOLD_SECONDS = 120;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<ModelReply> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger ids = new AtomicInteger();
    private volatile ModelReply otherwise = ModelReply.text("The script of this test is at its end.");

    private ModelServer(HttpServer server) {
        this.server = server;
    }

    public static ModelServer start() {
        return start(0);
    }

    /** @param port where a server that is configured already looks for it; 0 for any */
    public static ModelServer start(int port) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ModelServer model = new ModelServer(http);
            http.createContext("/", model::handle);
            http.setExecutor(model.threads);
            http.start();
            return model;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** What ANTHROPIC_BASE_URL is set to. */
    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Appends to the script. */
    public ModelServer then(ModelReply... replies) {
        script.addAll(List.of(replies));
        return this;
    }

    /** What every request gets once the script is at its end. */
    public ModelServer otherwise(ModelReply reply) {
        otherwise = reply;
        return this;
    }

    /** The agent's own requests so far; background requests are left out. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public int repliesLeft() {
        return script.size();
    }

    /** Lets go of everything that is held and ends the server. */
    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(200, -1);
            } else if (path.endsWith("/count_tokens")) {
                json(exchange, 200, "{\"input_tokens\":10}");
            } else if (path.endsWith("/v1/messages")) {
                messages(exchange, MAPPER.readTree(body));
            } else {
                json(exchange, 200, "{}");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void messages(HttpExchange exchange, JsonNode body) throws IOException, InterruptedException {
        ModelReply reply = BACKGROUND;
        if (!body.path("tools").isEmpty()) {
            requests.add(new Request(exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body));
            ModelReply next = script.poll();
            reply = next == null ? otherwise : next;
        }
        reply(exchange, body, reply);
    }

    private void reply(HttpExchange exchange, JsonNode body, ModelReply reply) throws IOException, InterruptedException {
        switch (reply) {
            case Late late -> reply(exchange, body, late.reply().get());
            case Turn turn -> answer(exchange, body, turn);
            case Refusal refusal -> refuse(exchange, refusal);
            case Held held -> hold(exchange, body, held);
            case Dropped dropped -> drop(exchange, body, dropped);
        }
    }

    private void answer(HttpExchange exchange, JsonNode request, Turn turn) throws IOException {
        if (!request.path("stream").asBoolean(false)) {
            json(exchange, 200, whole(request, turn).toString());
            return;
        }
        try (OutputStream out = stream(exchange)) {
            begin(out, request, turn.tokens());
            rest(out, turn);
        }
    }

    private void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        refusal.headers().forEach(exchange.getResponseHeaders()::set);
        ObjectNode body = MAPPER.createObjectNode().put("type", "error");
        body.putObject("error").put("type", refusal.type()).put("message", refusal.message());
        json(exchange, refusal.status(), body.toString());
    }

    private void hold(HttpExchange exchange, JsonNode request, Held held) throws IOException, InterruptedException {
        try (OutputStream out = stream(exchange)) {
            begin(out, request, held.then().tokens());
            held.reached().countDown();
            for (long i = 0; i < LONGEST_HOLD_SECONDS * 20 && closing.getCount() > 0; i++) {
                if (held.release().await(50, TimeUnit.MILLISECONDS)) {
                    rest(out, held.then());
                    return;
                }
            }
        }
    }

    /** Ends the connection in the middle of a text, without the end of the chunked body. */
    private void drop(HttpExchange exchange, JsonNode request, Dropped dropped) throws IOException {
        OutputStream out = stream(exchange);
        begin(out, request, Tokens.USUAL);
        event(out, "content_block_start", MAPPER.createObjectNode().put("index", 0).set("content_block",
                MAPPER.createObjectNode().put("type", "text").put("text", "")));
        event(out, "content_block_delta", MAPPER.createObjectNode().put("index", 0).set("delta",
                MAPPER.createObjectNode().put("type", "text_delta").put("text", dropped.text())));
        exchange.close();
    }

    private static OutputStream stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void begin(OutputStream out, JsonNode request, Tokens tokens) throws IOException {
        ObjectNode message = message(request);
        message.putArray("content");
        message.set("usage", usage(tokens).put("output_tokens", 1));
        event(out, "message_start", MAPPER.createObjectNode().set("message", message));
    }

    private void rest(OutputStream out, Turn turn) throws IOException {
        int index = 0;
        for (Block block : turn.blocks()) {
            event(out, "content_block_start",
                    MAPPER.createObjectNode().put("index", index).set("content_block", start(block)));
            event(out, "content_block_delta", MAPPER.createObjectNode().put("index", index).set("delta", delta(block)));
            event(out, "content_block_stop", MAPPER.createObjectNode().put("index", index));
            index++;
        }
        ObjectNode end = MAPPER.createObjectNode();
        end.putObject("delta").put("stop_reason", turn.callsTool() ? "tool_use" : "end_turn").putNull("stop_sequence");
        end.putObject("usage").put("output_tokens", turn.tokens().output());
        event(out, "message_delta", end);
        event(out, "message_stop", MAPPER.createObjectNode());
    }

    private ObjectNode whole(JsonNode request, Turn turn) {
        ObjectNode message = message(request);
        var content = message.putArray("content");
        turn.blocks().forEach(block -> content.add(block(block)));
        message.put("stop_reason", turn.callsTool() ? "tool_use" : "end_turn");
        message.set("usage", usage(turn.tokens()).put("output_tokens", turn.tokens().output()));
        return message;
    }

    private ObjectNode message(JsonNode request) {
        return MAPPER.createObjectNode().put("id", "msg_" + ids.incrementAndGet()).put("type", "message")
                .put("role", "assistant").put("model", request.path("model").asText("claude-test")).putNull("stop_reason")
                .putNull("stop_sequence");
    }

    private static ObjectNode usage(Tokens tokens) {
        return MAPPER.createObjectNode().put("input_tokens", tokens.input())
                .put("cache_creation_input_tokens", tokens.cacheWrite()).put("cache_read_input_tokens", tokens.cacheRead());
    }

    private ObjectNode block(Block block) {
        return switch (block) {
            case Block.Text text -> MAPPER.createObjectNode().put("type", "text").put("text", text.text());
            case Block.ToolUse tool -> {
                ObjectNode use = start(tool);
                use.set("input", MAPPER.valueToTree(tool.input()));
                yield use;
            }
        };
    }

    private ObjectNode start(Block block) {
        return switch (block) {
            case Block.Text ignored -> MAPPER.createObjectNode().put("type", "text").put("text", "");
            case Block.ToolUse tool -> {
                ObjectNode use = MAPPER.createObjectNode().put("type", "tool_use")
                        .put("id", "toolu_" + ids.incrementAndGet()).put("name", tool.name());
                use.putObject("input");
                yield use;
            }
        };
    }

    private static ObjectNode delta(Block block) throws JsonProcessingException {
        return switch (block) {
            case Block.Text text -> MAPPER.createObjectNode().put("type", "text_delta").put("text", text.text());
            case Block.ToolUse tool -> MAPPER.createObjectNode().put("type", "input_json_delta").put("partial_json",
                    MAPPER.writeValueAsString(tool.input()));
        };
    }

    private static void event(OutputStream out, String type, JsonNode data) throws IOException {
        ((ObjectNode) data).put("type", type);
        out.write(("event: " + type + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
