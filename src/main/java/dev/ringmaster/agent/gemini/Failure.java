package dev.ringmaster.agent.gemini;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AuthFailed;
import dev.ringmaster.agent.AgentEvent.RateLimited;

/**
 * Tells limits and refused credentials from the text of the error and from the exit code, which is the low byte of the HTTP
 * status (measured: 500 gives 244, 429 gives 173, 401 gives 145), or 41 where there is no credential. Says it once.
 */
final class Failure {

    private static final int NO_CREDENTIAL = 41;
    private static final int UNAUTHORIZED = 401 & 255;
    private static final int FORBIDDEN = 403 & 255;
    private static final int TOO_MANY_REQUESTS = 429 & 255;

    private static final List<String> LIMITS = List.of("\"code\":429", "resource_exhausted", "exhausted your", "quota exceeded",
            "exceeded your current quota", "rate limit");
    private static final List<String> REFUSALS = List.of("\"code\":401", "\"code\":403", "api_key_invalid", "unauthenticated",
            "permission_denied", "api key not valid");
    private static final Pattern RETRY = Pattern.compile("(?i)retry in (\\d{1,7})(?:\\.\\d{1,9})?s|retryDelay\\W+(\\d{1,7})");

    private boolean said;

    /** @param timestamp of the line, from which a delay counts */
    Optional<AgentEvent> byText(String message, @Nullable String timestamp) {
        String text = message.toLowerCase(Locale.ROOT);
        if (LIMITS.stream().anyMatch(text::contains)) {
            return once(new RateLimited(message, true, resetsAt(message, timestamp)));
        }
        return REFUSALS.stream().anyMatch(text::contains) ? once(new AuthFailed(message)) : Optional.empty();
    }

    Optional<AgentEvent> byExitCode(int exitCode, String message) {
        return switch (exitCode) {
            case TOO_MANY_REQUESTS -> once(new RateLimited(message, true, null));
            case NO_CREDENTIAL, UNAUTHORIZED, FORBIDDEN -> once(new AuthFailed(message));
            default -> Optional.empty();
        };
    }

    private Optional<AgentEvent> once(AgentEvent event) {
        boolean first = !said;
        said = true;
        return first ? Optional.of(event) : Optional.empty();
    }

    private static @Nullable Instant resetsAt(String message, @Nullable String timestamp) {
        Matcher retry = RETRY.matcher(message);
        if (timestamp == null || !retry.find()) {
            return null;
        }
        try {
            String seconds = retry.group(1) == null ? retry.group(2) : retry.group(1);
            return Instant.parse(timestamp).plusSeconds(Long.parseLong(seconds) + 1);
        } catch (DateTimeException noTime) {
            return null;
        }
    }
}
