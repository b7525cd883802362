package dev.ringmaster.loop.activity;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.journal.RunEventKind;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What a running agent did last, and what its run has used by now.
 *
 * @param kind null while it has done nothing yet
 * @param target what a tool was used on, or the beginning of what was said; one line, {@value #LONGEST} characters at most
 */
public record Activity(@Id @NonNull UUID cardId, @Id @NonNull UUID runId, int iteration, @NonNull BigDecimal costUsd,
        long inputTokens, long outputTokens,
        @Description("what it did last; null while it has done nothing yet") @Nullable RunEventKind kind,
        @Nullable Instant at, @Nullable String toolName,
        @Description("what a tool was used on, or the beginning of what was said: one line") @Nullable String target) {

    static final int LONGEST = 200;

    /** The names under which the agents' tools are given what they work on, the most telling first. */
    private static final List<String> TARGETS = List.of("command", "cmd", "file_path", "filePath", "absolute_path",
            "notebook_path", "path", "pattern", "query", "url", "description", "prompt", "subject");

    /** @param input of a tool call, as the agent gave it: JSON, or whatever it is */
    static @Nullable String targetOf(@Nullable String input) {
        if (input == null) {
            return null;
        }
        try {
            var fields = new JsonObject(input);
            return TARGETS.stream().map(fields::getValue).map(Activity::text).filter(text -> text != null && !text.isBlank())
                    .findFirst().map(Activity::line).orElse(null);
        } catch (DecodeException | ClassCastException notAnObject) {
            return line(input);
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case JsonArray words -> String.join(" ", words.stream().map(String::valueOf).toList());
            case null, default -> null;
        };
    }

    static String line(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = LONGEST - 1;
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
