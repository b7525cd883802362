package dev.ringmaster.agent.claude;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.agent.AgentEvent.UsageShown;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.cli.Json;

/**
 * What the messages of a working agent show of its bill before a result line tells it.
 * <p>
 * Measured with 2.1.330: the {@code usage} of assistant lines is that of the stream's start, repeated for every block of the
 * message. So the input is right and the output is 1; what the blocks hold is counted instead, rather too much than too
 * little, because budgets stop on it.
 */
final class MessageMeter {

    /** Code and JSON have about this many to a token, prose a few more. */
    private static final int CHARS_PER_TOKEN = 3;
    private static final int OPEN_MESSAGES = 200;

    private final Map<String, Long> characters = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > OPEN_MESSAGES;
        }
    };

    /** Empty for a line without usage, as the CLI writes itself. */
    Optional<UsageShown> read(JsonNode line) {
        JsonNode message = line.path("message");
        String id = Json.text(message, "id", "");
        JsonNode usage = message.path("usage");
        if (id.isEmpty() || !usage.isObject()) {
            return Optional.empty();
        }
        long written = characters.merge(id, length(message.path("content")), Long::sum);
        Usage start = tokens(usage);
        long output = Math.max(start.outputTokens(), Math.ceilDiv(written, CHARS_PER_TOKEN));
        Usage shown = new Usage(start.inputTokens(), start.cacheCreationInputTokens(), start.cacheReadInputTokens(), output,
                null);
        return shown.isNothing() ? Optional.empty()
                : Optional.of(new UsageShown(id, Json.text(message, "model"), shown, hourWrites(usage)));
    }

    private static long length(JsonNode content) {
        long length = 0;
        for (JsonNode block : content) {
            length += Json.text(block, "text", "").length() + Json.text(block, "thinking", "").length();
            JsonNode input = block.path("input");
            length += input.isMissingNode() ? 0 : input.toString().length();
        }
        return length;
    }

    /** The counts of an API usage object. */
    static Usage tokens(JsonNode usage) {
        return new Usage(Json.count(usage, "input_tokens"), Json.count(usage, "cache_creation_input_tokens"),
                Json.count(usage, "cache_read_input_tokens"), Json.count(usage, "output_tokens"), null);
    }

    static long hourWrites(JsonNode usage) {
        return Json.count(usage.path("cache_creation"), "ephemeral_1h_input_tokens");
    }
}
