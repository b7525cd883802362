package dev.ringmaster.testing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** What a scripted model does with one request, whatever API it is asked by. */
public sealed interface ModelReply {

    /** Speaks and calls tools; the agent runs them and asks again. */
    record Turn(List<Block> blocks, Tokens tokens) implements ModelReply {

        boolean callsTool() {
            return blocks.stream().anyMatch(block -> !(block instanceof Block.Text));
        }

        /** This and what the other one says, in one answer. */
        public Turn and(Turn other) {
            return new Turn(Stream.concat(blocks.stream(), other.blocks.stream()).toList(), tokens);
        }

        public Turn costing(Tokens other) {
            return new Turn(blocks, other);
        }
    }

    /** An HTTP error with a body in the API's form. */
    record Refusal(int status, String type, String message, Map<String, String> headers) implements ModelReply {
    }

    /**
     * An account's limit is used up, as the API of the request tells it. {@code resetsAt} is null where it does not say when.
     */
    record UsedUp(@Nullable Instant resetsAt) implements ModelReply {
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

        /** Writes a file, with the tool that the agent has for it. */
        record Write(String absolutePath, String content) implements Block {
        }

        /** Runs a command, with the tool that the agent has for it. */
        record Shell(String command) implements Block {
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

    static Turn write(String absolutePath, String content) {
        return new Turn(List.of(new Block.Write(absolutePath, content)), Tokens.USUAL);
    }

    static Turn bash(String command) {
        return new Turn(List.of(new Block.Shell(command)), Tokens.USUAL);
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

    /** The refusal of a subscription's window; Claude Code understands it when it runs with an OAuth token. */
    static UsedUp usageLimit(long resetsAtEpochSecond) {
        return new UsedUp(Instant.ofEpochSecond(resetsAtEpochSecond));
    }

    static Refusal overloaded() {
        return new Refusal(529, "overloaded_error", "Overloaded", Map.of());
    }
}
