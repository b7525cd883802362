package dev.ringmaster.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
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

/** OpenAI's Responses API, for Codex. */
final class OpenAiResponses implements ModelProtocol {

    /** Carries the time to where this API says it: in the body of the error. */
    private static final String RESETS_AT = "x-scripted-resets-at";

    private final AtomicInteger ids = new AtomicInteger();

    @Override
    public boolean speaks(String path) {
        return path.endsWith("/responses");
    }

    @Override
    public boolean isAgents(JsonNode request) {
        return !request.path("tools").isEmpty();
    }

    @Override
    public boolean wantsStream(String path, JsonNode request) {
        return true;
    }

    @Override
    public void begin(OutputStream out, JsonNode request, Tokens tokens) throws IOException {
        event(out, "response.created", ModelProtocol.object().set("response", response("in_progress")));
    }

    @Override
    public void half(OutputStream out, String text) throws IOException {
        ObjectNode open = message("");
        event(out, "response.output_item.added", ModelProtocol.object().put("output_index", 0).set("item", open));
        event(out, "response.output_text.delta", ModelProtocol.object().put("item_id", open.path("id").asText())
                .put("output_index", 0).put("content_index", 0).put("delta", text));
    }

    @Override
    public void rest(OutputStream out, JsonNode request, Turn turn) throws IOException {
        int index = 0;
        for (Block block : turn.blocks()) {
            ObjectNode item = item(block, request);
            event(out, "response.output_item.added", ModelProtocol.object().put("output_index", index).set("item", item));
            event(out, "response.output_item.done", ModelProtocol.object().put("output_index", index).set("item", item));
            index++;
        }
        ObjectNode response = response("completed");
        response.set("usage", usage(turn.tokens()));
        event(out, "response.completed", ModelProtocol.object().set("response", response));
    }

    @Override
    public ObjectNode whole(JsonNode request, Turn turn) {
        throw new UnsupportedOperationException("Codex always asks for a stream");
    }

    @Override
    public ObjectNode error(Refusal refusal) {
        ObjectNode body = ModelProtocol.object();
        ObjectNode error = body.putObject("error").put("type", refusal.type()).put("message", refusal.message())
                .putNull("param").put("code", refusal.type());
        String resetsAt = refusal.headers().get(RESETS_AT);
        if (resetsAt != null) {
            error.put("resets_at", Long.parseLong(resetsAt)).put("plan_type", "plus");
        }
        return body;
    }

    @Override
    public Refusal usedUp(@Nullable Instant resetsAt) {
        return new Refusal(429, "usage_limit_reached", "The usage limit has been reached", resetsAt == null ? Map.of()
                : Map.of(RESETS_AT, String.valueOf(resetsAt.getEpochSecond())));
    }

    private ObjectNode response(String status) {
        return ModelProtocol.object().put("id", "resp_" + ids.incrementAndGet()).put("object", "response")
                .put("status", status);
    }

    private ObjectNode item(Block block, JsonNode request) {
        return switch (block) {
            case Block.Text text -> message(text.text());
            case Block.Shell shell -> shell(shell.command(), request);
            case Block.Write write -> shell(patch(write), request);
        };
    }

    private ObjectNode message(String text) {
        ObjectNode message = ModelProtocol.object().put("type", "message").put("id", "msg_" + ids.incrementAndGet())
                .put("role", "assistant");
        message.putArray("content").addObject().put("type", "output_text").put("text", text);
        return message;
    }

    /** Codex recognises its patches in a command too, so that models without the tool can edit. */
    private static String patch(Block.Write write) {
        return "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: " + Path.of(write.absolutePath()) + "\n"
                + write.content().lines().map(line -> "+" + line + "\n").collect(Collectors.joining())
                + "*** End Patch\nEOF";
    }

    private ObjectNode shell(String command, JsonNode request) {
        ObjectNode call = ModelProtocol.object().put("type", "function_call").put("id", "fc_" + ids.incrementAndGet())
                .put("call_id", "call_" + ids.incrementAndGet());
        for (JsonNode tool : request.path("tools")) {
            switch (tool.path("name").asText()) {
                case "exec_command" -> {
                    return call.put("name", "exec_command").put("arguments",
                            ModelProtocol.object().put("cmd", command).put("yield_time_ms", 30_000).toString());
                }
                case "shell_command" -> {
                    return call.put("name", "shell_command").put("arguments",
                            ModelProtocol.object().put("command", command).put("timeout_ms", 600_000).toString());
                }
                case "shell" -> {
                    ObjectNode arguments = ModelProtocol.object().put("timeout_ms", 600_000);
                    arguments.putArray("command").add("bash").add("-lc").add(command);
                    return call.put("name", "shell").put("arguments", arguments.toString());
                }
                default -> {
                    // no tool that runs commands
                }
            }
        }
        throw new IllegalStateException("Codex offers no tool that runs commands: " + request.path("tools"));
    }

    private static ObjectNode usage(Tokens tokens) {
        int input = tokens.input() + tokens.cacheWrite() + tokens.cacheRead();
        ObjectNode usage = ModelProtocol.object().put("input_tokens", input).put("output_tokens", tokens.output())
                .put("total_tokens", input + tokens.output());
        usage.putObject("input_tokens_details").put("cached_tokens", tokens.cacheRead());
        usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
        return usage;
    }

    private static void event(OutputStream out, String type, JsonNode data) throws IOException {
        ModelProtocol.event(out, type, ((ObjectNode) data).put("type", type).toString());
    }
}
