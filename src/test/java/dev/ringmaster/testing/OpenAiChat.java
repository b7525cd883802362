package dev.ringmaster.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.testing.ModelReply.Block;
import dev.ringmaster.testing.ModelReply.Refusal;
import dev.ringmaster.testing.ModelReply.Tokens;
import dev.ringmaster.testing.ModelReply.Turn;

/** OpenAI's Chat Completions API, for OpenCode, and for aider, which has no tools and edits by what the model says. */
final class OpenAiChat implements ModelProtocol {

    /** How OpenCode begins the request for a session's title, which offers no tools either. */
    private static final String TITLE = "title generator";

    private final AtomicInteger ids = new AtomicInteger();

    @Override
    public boolean speaks(String path) {
        return path.endsWith("/chat/completions");
    }

    @Override
    public boolean isAgents(JsonNode request) {
        return !request.path("tools").isEmpty() || !request.path("messages").toString().contains(TITLE);
    }

    @Override
    public boolean wantsStream(String path, JsonNode request) {
        return request.path("stream").asBoolean(false);
    }

    @Override
    public void begin(OutputStream out, JsonNode request, Tokens tokens) throws IOException {
        chunk(out, request, ModelProtocol.object().put("role", "assistant").put("content", ""), null);
    }

    @Override
    public void half(OutputStream out, String text) throws IOException {
        chunk(out, ModelProtocol.object(), ModelProtocol.object().put("content", text), null);
    }

    @Override
    public void rest(OutputStream out, JsonNode request, Turn turn) throws IOException {
        int index = 0;
        for (Block block : turn.blocks()) {
            ObjectNode delta = ModelProtocol.object();
            if (block instanceof Block.Text || !hasTools(request)) {
                delta.put("content", spoken(block));
            } else {
                delta.putArray("tool_calls").add(call(block).put("index", index++));
            }
            chunk(out, request, delta, null);
        }
        ObjectNode last = frame("chat.completion.chunk", request);
        last.putArray("choices").addObject().put("index", 0).put("finish_reason", finishReason(request, turn))
                .putObject("delta");
        last.set("usage", usage(turn.tokens()));
        ModelProtocol.event(out, null, last.toString());
        ModelProtocol.event(out, null, "[DONE]");
    }

    @Override
    public ObjectNode whole(JsonNode request, Turn turn) {
        ObjectNode body = frame("chat.completion", request);
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0)
                .put("finish_reason", finishReason(request, turn));
        choice.putObject("message").put("role", "assistant").put("content",
                turn.blocks().stream().map(OpenAiChat::spoken).collect(Collectors.joining("\n\n")));
        body.set("usage", usage(turn.tokens()));
        return body;
    }

    @Override
    public ObjectNode error(Refusal refusal) {
        ObjectNode body = ModelProtocol.object();
        body.putObject("error").put("type", refusal.type()).put("message", refusal.message()).putNull("param")
                .put("code", refusal.type());
        return body;
    }

    @Override
    public Refusal usedUp(@Nullable Instant resetsAt) {
        return new Refusal(429, "rate_limit_exceeded", "Rate limit reached for requests", resetsAt == null ? Map.of()
                : Map.of("retry-after", String.valueOf(Duration.between(Instant.now(), resetsAt).toSeconds() + 1)));
    }

    private static boolean hasTools(JsonNode request) {
        return !request.path("tools").isEmpty();
    }

    /** An edit in aider's format "whole": a file's name, then all of it in a fence. */
    private static String spoken(Block block) {
        return switch (block) {
            case Block.Text text -> text.text();
            case Block.Write write -> Path.of(write.absolutePath()).getFileName() + "\n```\n" + write.content() + "```\n";
            case Block.Shell shell -> throw new IllegalStateException("no tool for: " + shell.command());
        };
    }

    private ObjectNode call(Block block) {
        return switch (block) {
            case Block.Text text -> throw new IllegalArgumentException("not a call: " + text);
            case Block.Write write -> function("write", ModelProtocol.object().put("filePath", write.absolutePath())
                    .put("content", write.content()));
            case Block.Shell shell -> function("bash", ModelProtocol.object().put("command", shell.command())
                    .put("description", "Run a command").put("timeout", 600_000));
        };
    }

    private ObjectNode function(String name, ObjectNode arguments) {
        ObjectNode call = ModelProtocol.object().put("id", "call_" + ids.incrementAndGet()).put("type", "function");
        call.putObject("function").put("name", name).put("arguments", arguments.toString());
        return call;
    }

    private static String finishReason(JsonNode request, Turn turn) {
        return hasTools(request) && turn.callsTool() ? "tool_calls" : "stop";
    }

    private void chunk(OutputStream out, JsonNode request, ObjectNode delta, @Nullable String finishReason)
            throws IOException {
        ObjectNode chunk = frame("chat.completion.chunk", request);
        chunk.putArray("choices").addObject().put("index", 0).put("finish_reason", finishReason).set("delta", delta);
        ModelProtocol.event(out, null, chunk.toString());
    }

    private ObjectNode frame(String object, JsonNode request) {
        return ModelProtocol.object().put("id", "chatcmpl-" + ids.incrementAndGet()).put("object", object)
                .put("created", Instant.now().getEpochSecond()).put("model", request.path("model").asText("test"));
    }

    private static ObjectNode usage(Tokens tokens) {
        int input = tokens.input() + tokens.cacheWrite() + tokens.cacheRead();
        ObjectNode usage = ModelProtocol.object().put("prompt_tokens", input).put("completion_tokens", tokens.output())
                .put("total_tokens", input + tokens.output());
        usage.putObject("prompt_tokens_details").put("cached_tokens", tokens.cacheRead());
        return usage;
    }
}
