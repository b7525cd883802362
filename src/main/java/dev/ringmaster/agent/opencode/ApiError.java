package dev.ringmaster.agent.opencode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AuthFailed;
import dev.ringmaster.agent.AgentEvent.RateLimited;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.cli.Json;

/**
 * An error line of OpenCode.
 *
 * @param message the provider's words
 * @param event what the error means
 */
record ApiError(String message, AgentEvent event) {

    private static final List<String> LIMITS = List.of("rate limit", "usage limit", "quota", "insufficient balance",
            "credit balance");
    private static final long LONGEST_WAIT_SECONDS = 366L * 24 * 3600;

    /** The year 9000, in milliseconds: later instants are nonsense that the database would refuse. */
    private static final long END_OF_TIME = 221_845_392_000_000L;

    /** Lenient: without a status code the name and the text decide. */
    static ApiError of(JsonNode line) {
        JsonNode error = line.path("error");
        JsonNode data = error.path("data");
        String name = Json.text(error, "name", "error");
        String message = Json.text(data, "message", name);
        long status = Json.count(data, "statusCode");
        if (status == 401 || status == 403 || name.equals("ProviderAuthError")) {
            return new ApiError(message, new AuthFailed(message));
        }
        if (status == 429 || status == 402 || status < 500 && isLimit(message)) {
            return new ApiError(message, new RateLimited(message, true,
                    resetsAt(data.path("responseHeaders"), Json.count(line, "timestamp"))));
        }
        return new ApiError(message, new Warning(name + (status == 0 ? "" : " " + status) + ": " + message));
    }

    /** Whether a provider's words are about a rate or usage limit. */
    static boolean isLimit(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        return LIMITS.stream().anyMatch(text::contains);
    }

    /**
     * @param printedAt in milliseconds since 1970; the header retry-after is a number of seconds or a date (RFC 9110, 10.2.3)
     */
    private static @Nullable Instant resetsAt(JsonNode headers, long printedAt) {
        String after = Json.text(headers, "retry-after", "").strip();
        if (after.matches("\\d{1,9}")) {
            long seconds = Long.parseLong(after);
            boolean plausible = seconds <= LONGEST_WAIT_SECONDS && printedAt > 0 && printedAt < END_OF_TIME;
            return plausible ? Instant.ofEpochMilli(printedAt).plusSeconds(seconds) : null;
        }
        try {
            return after.isEmpty() ? null : ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException noDate) {
            return null;
        }
    }
}
