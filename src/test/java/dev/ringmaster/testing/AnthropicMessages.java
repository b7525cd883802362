package dev.ringmaster.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.testing.ModelReply.Block;
import dev.ringmaster.testing.ModelReply.Refusal;
import dev.ringmaster.testing.ModelReply.Tokens;
import dev.ringmaster.testing.ModelReply.Turn;

/** Anthropic's Messages API, for Claude Code. */
final class AnthropicMessages implements ModelProtocol {

    private final AtomicInteger ids = new AtomicInteger();

    @Override
    public boolean speaks(String path) {
        return path.endsWith("/v1/messages");
    }

    @Override
    public boolean isAgents(JsonNode request) {
        return !request.path("tools").isEmpty();
    }

    @Override
    public boolean wantsStream(String path, JsonNode request) {
        return request.path("stream").asBoolean(false);
    }

    @Override
    public void begin(OutputStream out, JsonNode request, Tokens tokens) throws IOException {
        ObjectNode message = message(request);
        message.putArray("content");
        message.set("usage", usage(tokens).put("output_tokens", 1));
        event(out, "message_start", ModelProtocol.object().set("message", message));
    }

    @Override
    public void half(OutputStream out, String text) throws IOException {
        start(out, 0, ModelProtocol.object().put("type", "text").put("text", ""));
        delta(out, 0, ModelProtocol.object().put("type", "text_delta").put("text", text));
    }

    @Override
    public void rest(OutputStream out, JsonNode request, Turn turn) throws IOException {
        int index = 0;
        for (Block block : turn.blocks()) {
            ObjectNode whole = block(block);
            if (block instanceof Block.Text text) {
                start(out, index, whole.deepCopy().put("text", ""));
                delta(out, index, ModelProtocol.object().put("type", "text_delta").put("text", text.text()));
            } else {
                ObjectNode open = whole.deepCopy();
                open.putObject("input");
                start(out, index, open);
                delta(out, index, ModelProtocol.object().put("type", "input_json_delta").put("partial_json",
                        whole.path("input").toString()));
            }
            event(out, "content_block_stop", ModelProtocol.object().put("index", index));
            index++;
        }
        ObjectNode end = ModelProtocol.object();
        end.putObject("delta").put("stop_reason", stopReason(turn)).putNull("stop_sequence");
        end.putObject("usage").put("output_tokens", turn.tokens().output());
        event(out, "message_delta", end);
        event(out, "message_stop", ModelProtocol.object());
    }

    @Override
    public ObjectNode whole(JsonNode request, Turn turn) {
        ObjectNode message = message(request);
        var content = message.putArray("content");
        turn.blocks().forEach(block -> content.add(block(block)));
        message.put("stop_reason", stopReason(turn));
        message.set("usage", usage(turn.tokens()).put("output_tokens", turn.tokens().output()));
        return message;
    }

    @Override
    public ObjectNode error(Refusal refusal) {
        ObjectNode body = ModelProtocol.object().put("type", "error");
        body.putObject("error").put("type", refusal.type()).put("message", refusal.message());
        return body;
    }

    @Override
    public Refusal usedUp(@Nullable Instant resetsAt) {
        String message = "This request would exceed your account's rate limit.";
        if (resetsAt == null) {
            return new Refusal(429, "rate_limit_error", message, Map.of());
        }
        String reset = String.valueOf(resetsAt.getEpochSecond());
        return new Refusal(429, "rate_limit_error", message, Map.of(
                "anthropic-ratelimit-unified-status", "rejected",
                "anthropic-ratelimit-unified-reset", reset,
                "anthropic-ratelimit-unified-representative-claim", "five_hour",
                "anthropic-ratelimit-unified-5h-status", "rejected",
                "anthropic-ratelimit-unified-5h-utilization", "1",
                "anthropic-ratelimit-unified-5h-reset", reset));
    }

    private static String stopReason(Turn turn) {
        return turn.callsTool() ? "tool_use" : "end_turn";
    }

    private ObjectNode message(JsonNode request) {
        return ModelProtocol.object().put("id", "msg_" + ids.incrementAndGet()).put("type", "message")
                .put("role", "assistant").put("model", request.path("model").asText("claude-test")).putNull("stop_reason")
                .putNull("stop_sequence");
    }

    private static ObjectNode usage(Tokens tokens) {
        return ModelProtocol.object().put("input_tokens", tokens.input())
                .put("cache_creation_input_tokens", tokens.cacheWrite()).put("cache_read_input_tokens", tokens.cacheRead());
    }

    private ObjectNode block(Block block) {
        return switch (block) {
            case Block.Text text -> ModelProtocol.object().put("type", "text").put("text", text.text());
            case Block.Write write -> tool("Write", ModelProtocol.object().put("file_path", write.absolutePath())
                    .put("content", write.content()));
            case Block.Shell shell -> tool("Bash", ModelProtocol.object().put("command", shell.command())
                    .put("description", "Run a command"));
        };
    }

    private ObjectNode tool(String name, ObjectNode input) {
        ObjectNode use = ModelProtocol.object().put("type", "tool_use").put("id", "toolu_" + ids.incrementAndGet())
                .put("name", name);
        use.set("input", input);
        return use;
    }

    private static void start(OutputStream out, int index, ObjectNode block) throws IOException {
        event(out, "content_block_start", ModelProtocol.object().put("index", index).set("content_block", block));
    }

    private static void delta(OutputStream out, int index, ObjectNode delta) throws IOException {
        event(out, "content_block_delta", ModelProtocol.object().put("index", index).set("delta", delta));
    }

    private static void event(OutputStream out, String type, JsonNode data) throws IOException {
        ModelProtocol.event(out, type, ((ObjectNode) data).put("type", type).toString());
    }
}
