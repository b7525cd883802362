package dev.ringmaster.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.testing.ModelReply.Block;
import dev.ringmaster.testing.ModelReply.Refusal;
import dev.ringmaster.testing.ModelReply.Tokens;
import dev.ringmaster.testing.ModelReply.Turn;

/** Google's Gemini API, for Gemini CLI. */
final class GeminiGenerate implements ModelProtocol {

    /** Carries the time to where this API says it: in the details of the error. */
    private static final String RETRY_INFO = "x-scripted-retry-delay";

    @Override
    public boolean speaks(String path) {
        return path.endsWith(":streamGenerateContent") || path.endsWith(":generateContent");
    }

    @Override
    public boolean isAgents(JsonNode request) {
        return !request.path("tools").isEmpty();
    }

    @Override
    public boolean wantsStream(String path, JsonNode request) {
        return path.endsWith(":streamGenerateContent");
    }

    @Override
    public void begin(OutputStream out, JsonNode request, Tokens tokens) throws IOException {
        out.flush();
    }

    @Override
    public void half(OutputStream out, String text) throws IOException {
        ModelProtocol.event(out, null, piece(new Block.Text(text)).toString());
    }

    @Override
    public void rest(OutputStream out, JsonNode request, Turn turn) throws IOException {
        for (Block block : turn.blocks()) {
            ModelProtocol.event(out, null, piece(block).toString());
        }
        ModelProtocol.event(out, null, finished(answer(), turn).toString());
    }

    @Override
    public ObjectNode whole(JsonNode request, Turn turn) {
        ObjectNode answer = answer();
        turn.blocks().forEach(block -> parts(answer).add(part(block)));
        return finished(answer, turn);
    }

    @Override
    public ObjectNode error(Refusal refusal) {
        ObjectNode body = ModelProtocol.object();
        ObjectNode error = body.putObject("error").put("code", refusal.status()).put("message", refusal.message())
                .put("status", status(refusal.status()));
        String delay = refusal.headers().get(RETRY_INFO);
        if (refusal.status() == 429) {
            ArrayNode details = error.putArray("details");
            details.addObject().put("@type", "type.googleapis.com/google.rpc.QuotaFailure").putArray("violations").addObject()
                    .put("quotaMetric", "generativelanguage.googleapis.com/generate_requests")
                    .put("quotaId", delay == null ? "GenerateRequestsPerDay" : "GenerateRequestsPerMinute");
            if (delay != null) {
                details.addObject().put("@type", "type.googleapis.com/google.rpc.RetryInfo").put("retryDelay", delay + "s");
            }
        }
        return body;
    }

    /** Without a time it is the day's quota, for which the CLI does not wait; with one it waits itself if it is short. */
    @Override
    public Refusal usedUp(@Nullable Instant resetsAt) {
        if (resetsAt == null) {
            return new Refusal(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", Map.of());
        }
        long seconds = Duration.between(Instant.now(), resetsAt).toSeconds() + 1;
        return new Refusal(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota. Please retry in " + seconds + "s.",
                Map.of(RETRY_INFO, String.valueOf(seconds)));
    }

    private static String status(int code) {
        return switch (code) {
            case 400 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 500 -> "INTERNAL";
            default -> "UNAVAILABLE";
        };
    }

    private static ObjectNode answer() {
        ObjectNode answer = ModelProtocol.object().put("modelVersion", "scripted");
        ObjectNode candidate = answer.putArray("candidates").addObject().put("index", 0);
        candidate.putObject("content").put("role", "model").putArray("parts");
        return answer;
    }

    private static ArrayNode parts(ObjectNode answer) {
        return (ArrayNode) answer.at("/candidates/0/content/parts");
    }

    private static ObjectNode piece(Block block) {
        ObjectNode answer = answer();
        parts(answer).add(part(block));
        return answer;
    }

    private static ObjectNode finished(ObjectNode answer, Turn turn) {
        ((ObjectNode) answer.at("/candidates/0")).put("finishReason", "STOP");
        Tokens tokens = turn.tokens();
        int input = tokens.input() + tokens.cacheWrite() + tokens.cacheRead();
        answer.putObject("usageMetadata").put("promptTokenCount", input).put("cachedContentTokenCount", tokens.cacheRead())
                .put("candidatesTokenCount", tokens.output()).put("totalTokenCount", input + tokens.output());
        return answer;
    }

    private static ObjectNode part(Block block) {
        return switch (block) {
            case Block.Text text -> ModelProtocol.object().put("text", text.text());
            case Block.Write write -> call("write_file", ModelProtocol.object().put("file_path", write.absolutePath())
                    .put("content", write.content()));
            case Block.Shell shell -> call("run_shell_command", ModelProtocol.object().put("command", shell.command())
                    .put("description", "Run a command"));
        };
    }

    private static ObjectNode call(String name, ObjectNode arguments) {
        ObjectNode part = ModelProtocol.object();
        part.putObject("functionCall").put("name", name).set("args", arguments);
        return part;
    }
}
