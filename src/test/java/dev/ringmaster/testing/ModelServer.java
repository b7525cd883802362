package dev.ringmaster.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.ringmaster.testing.ModelReply.Dropped;
import dev.ringmaster.testing.ModelReply.Held;
import dev.ringmaster.testing.ModelReply.Late;
import dev.ringmaster.testing.ModelReply.Refusal;
import dev.ringmaster.testing.ModelReply.Tokens;
import dev.ringmaster.testing.ModelReply.Turn;
import dev.ringmaster.testing.ModelReply.UsedUp;

/**
 * A scripted model on 127.0.0.1 that speaks the APIs that agent CLIs ask models by: Anthropic's, OpenAI's two and Gemini's. A
 * request of an agent takes the next reply of the script; those on the side (titles, summaries, quota checks) get a short
 * answer of their own, so that they never eat the script.
 */
public final class ModelServer implements AutoCloseable {

    /** A request of the agent, in the order of arrival. */
    public record Request(String path, Map<String, List<String>> headers, JsonNode body) {

        /** All that was said so far, to look for a word in. */
        public String conversation() {
            return body.toString();
        }
    }

    private static final ModelReply BACKGROUND = ModelReply.text("ok");
    private static final long LONGEST_HOLD_SECONDS = 120;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<ModelReply> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<ModelProtocol> protocols = List.of(new AnthropicMessages(), new OpenAiResponses(), new OpenAiChat(),
            new GeminiGenerate());
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

    /** Where it answers, without a path. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return server.getAddress().getPort();
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
            Optional<ModelProtocol> protocol = protocols.stream().filter(one -> one.speaks(path)).findFirst();
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(200, -1);
            } else if (protocol.isPresent()) {
                ask(new Question(exchange, protocol.get(), path, ModelProtocol.MAPPER.readTree(body)));
            } else if (path.contains("ount")) {
                // count_tokens of Anthropic's API, countTokens of Gemini's
                json(exchange, 200, "{\"input_tokens\":10,\"totalTokens\":10}");
            } else {
                json(exchange, 200, "{}");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private record Question(HttpExchange exchange, ModelProtocol protocol, String path, JsonNode body) {
    }

    private void ask(Question question) throws IOException, InterruptedException {
        ModelReply reply = BACKGROUND;
        if (question.protocol().isAgents(question.body())) {
            requests.add(new Request(question.exchange().getRequestURI().toString(),
                    Map.copyOf(question.exchange().getRequestHeaders()), question.body()));
            ModelReply next = script.poll();
            reply = next == null ? otherwise : next;
        }
        reply(question, reply);
    }

    private void reply(Question question, ModelReply reply) throws IOException, InterruptedException {
        switch (reply) {
            case Late late -> reply(question, late.reply().get());
            case Turn turn -> answer(question, turn);
            case UsedUp limit -> refuse(question, question.protocol().usedUp(limit.resetsAt()));
            case Refusal refusal -> refuse(question, refusal);
            case Held held -> hold(question, held);
            case Dropped dropped -> drop(question, dropped);
        }
    }

    private static void answer(Question question, Turn turn) throws IOException {
        ModelProtocol protocol = question.protocol();
        if (!protocol.wantsStream(question.path(), question.body())) {
            json(question.exchange(), 200, protocol.whole(question.body(), turn).toString());
            return;
        }
        try (OutputStream out = stream(question.exchange())) {
            protocol.begin(out, question.body(), turn.tokens());
            protocol.rest(out, question.body(), turn);
        }
    }

    private static void refuse(Question question, Refusal refusal) throws IOException {
        refusal.headers().forEach(question.exchange().getResponseHeaders()::set);
        json(question.exchange(), refusal.status(), question.protocol().error(refusal).toString());
    }

    private void hold(Question question, Held held) throws IOException, InterruptedException {
        ModelProtocol protocol = question.protocol();
        if (!protocol.wantsStream(question.path(), question.body())) {
            held.reached().countDown();
            if (released(held)) {
                answer(question, held.then());
            }
            return;
        }
        try (OutputStream out = stream(question.exchange())) {
            protocol.begin(out, question.body(), held.then().tokens());
            held.reached().countDown();
            if (released(held)) {
                protocol.rest(out, question.body(), held.then());
            }
        }
    }

    private boolean released(Held held) throws InterruptedException {
        for (long i = 0; i < LONGEST_HOLD_SECONDS * 20 && closing.getCount() > 0; i++) {
            if (held.release().await(50, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** Ends the connection in the middle of a text, without the end of the chunked body. */
    private static void drop(Question question, Dropped dropped) throws IOException {
        OutputStream out = stream(question.exchange());
        question.protocol().begin(out, question.body(), Tokens.USUAL);
        question.protocol().half(out, dropped.text());
        question.exchange().close();
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
}
