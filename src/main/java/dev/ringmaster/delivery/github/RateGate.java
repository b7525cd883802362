package dev.ringmaster.delivery.github;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.delivery.integration.HttpAnswer;
import dev.ringmaster.delivery.integration.IntegrationException;
import dev.ringmaster.delivery.integration.IntegrationException.Kind;

/**
 * Keeps GitHub's rate limits: once it has said that enough is enough, nothing is asked until it said it may be. See "Rate
 * limits for the REST API" and "Best practices for using the REST API" in GitHub's documentation: a {@code retry-after}
 * counts first, then {@code x-ratelimit-reset} where {@code x-ratelimit-remaining} is 0, else at least a minute.
 */
final class RateGate {

    private static final Duration UNTOLD = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(2);

    private final Clock clock;
    private final AtomicReference<Instant> closedUntil = new AtomicReference<>(Instant.MIN);

    RateGate(Clock clock) {
        this.clock = clock;
    }

    /** @throws IntegrationException LIMITED while nothing may be asked */
    void pass(String system) {
        var until = closedUntil.get();
        if (clock.instant().isBefore(until)) {
            throw new IntegrationException(Kind.LIMITED, 0, system + " limits how often it may be asked. Next try at " + until
                    + ".", until);
        }
    }

    /** Looks at an answer. @return until when nothing may be asked, or null if it is no refusal for asking too often */
    @Nullable
    Instant limitedUntil(HttpAnswer answer) {
        if (answer.status() != 403 && answer.status() != 429) {
            return null;
        }
        var now = clock.instant();
        var retryAfter = number(answer.header("retry-after"));
        var reset = number(answer.header("x-ratelimit-reset"));
        Instant until;
        if (retryAfter != null) {
            until = now.plusSeconds(retryAfter);
        } else if (reset != null && "0".equals(answer.header("x-ratelimit-remaining"))) {
            until = Instant.ofEpochSecond(reset).plusSeconds(1);
        } else if (answer.status() == 429 || answer.text().contains("secondary rate limit")) {
            until = now.plus(UNTOLD);
        } else {
            return null;
        }
        var bounded = until.isAfter(now.plus(LONGEST)) ? now.plus(LONGEST) : until;
        closedUntil.accumulateAndGet(bounded, (a, b) -> a.isAfter(b) ? a : b);
        return bounded;
    }

    private static @Nullable Long number(@Nullable String header) {
        return header != null && header.matches("\\d{1,12}") ? Long.valueOf(header) : null;
    }
}
