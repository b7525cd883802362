package dev.ringmaster.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** What a scripted model does with one request. */
public sealed interface ModelReply {

    /** Speaks and calls tools; Claude Code runs them and asks again. */
    record Turn(List<Block> blocks, Tokens tokens) implements ModelReply {

        boolean callsTool() {
            return blocks.stream().anyMatch(Block.ToolUse.class::isInstance);
        }

        public Turn costing(Tokens other) {
            return new Turn(blocks, other);
        }
    }

    /** An HTTP error with a body in the API's form. */
    record Refusal(int status, String type, String message, Map<String, String> headers) implements ModelReply {
    }

    /** Begins its answer, then says nothing until it is released. {@code reached} opens when the request is there. */
    record Held(CountDownLatch reached, CountDownLatch release, Turn then) implements ModelReply {
    }

    /** Decided when the request is there: for replies that tell the time. */
    record Late(Supplier<ModelReply> reply) implements ModelReply {
    }

    /** Begins with a text and breaks the connection in the middle. */
    record Dropped(String text) implements ModelReply {
    }

    /** A piece of an answer. */
    sealed interface Block {

        record Text(String text) implements Block {
        }

        record ToolUse(String name, Map<String, Object> input) implements Block {
        }
    }

    /** The usage numbers of one answer. */
    record Tokens(int input, int cacheWrite, int cacheRead, int output) {

        public static final Tokens USUAL = new Tokens(11, 1200, 3400, 57);
    }

    static Turn text(String text) {
        return new Turn(List.of(new Block.Text(text)), Tokens.USUAL);
    }

    /** The usual last word. */
    static Turn complete() {
        return text("All done.\n\n<promise>COMPLETE</promise>");
    }

    static Turn tool(String name, Map<String, Object> input) {
        return new Turn(List.of(new Block.ToolUse(name, input)), Tokens.USUAL);
    }

    static Turn write(String absolutePath, String content) {
        return tool("Write", Map.of("file_path", absolutePath, "content", content));
    }

    static Turn bash(String command) {
        return tool("Bash", Map.of("command", command, "description", "Run a command"));
    }

    static Held held(Turn then) {
        return new Held(new CountDownLatch(1), new CountDownLatch(1), then);
    }

    static Dropped dropped(String text) {
        return new Dropped(text);
    }

    static Refusal unauthorized() {
        return new Refusal(401, "authentication_error", "invalid x-api-key", Map.of());
    }

    /**
     * The refusal of too many requests in a short time.
     *
     * @param retryAfterSeconds what the header {@code retry-after} says
     */
    static Refusal rateLimited(int retryAfterSeconds) {
        return new Refusal(429, "rate_limit_error", "This request would exceed your rate limit.",
                Map.of("retry-after", String.valueOf(retryAfterSeconds)));
    }

    /** The refusal of a subscription's window, which Claude Code understands when it runs with an OAuth token. */
    static Refusal usageLimit(long resetsAtEpochSecond) {
        return new Refusal(429, "rate_limit_error", "This request would exceed your account's rate limit.", Map.of(
                "anthropic-ratelimit-unified-status", "rejected",
                "anthropic-ratelimit-unified-reset", String.valueOf(resetsAtEpochSecond),
                "anthropic-ratelimit-unified-representative-claim", "five_hour",
                "anthropic-ratelimit-unified-5h-status", "rejected",
                "anthropic-ratelimit-unified-5h-utilization", "1",
                "anthropic-ratelimit-unified-5h-reset", String.valueOf(resetsAtEpochSecond)));
    }

    static Refusal overloaded() {
        return new Refusal(529, "overloaded_error", "Overloaded", Map.of());
    }
}
