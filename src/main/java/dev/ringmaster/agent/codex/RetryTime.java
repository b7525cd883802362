package dev.ringmaster.agent.codex;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the time in "try again at 7:33 PM": local time without a zone, and without a date when it is today (openai/codex
 * pull request 6000); "Nov 25th, 2026 7:33 PM" when it is not; older versions say "in 5 days 22 hours 11 minutes".
 */
final class RetryTime {

    private static final Pattern CLOCK_TIME = Pattern
            .compile("try again at (?:([A-Z][a-z]{2}) (\\d{1,2})(?:st|nd|rd|th)?, (\\d{4}),? )?(\\d{1,2}:\\d{2}\\s?[AP]M)");
    private static final Pattern SPAN = Pattern
            .compile("try again in ((?:\\d{1,9}(?:\\.\\d{1,9})?\\s?(?:days?|hours?|minutes?|seconds?|ms|[dhms])\\b[ ,]*)+)");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s?(ms|[dhms])");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a", Locale.ENGLISH);
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("MMM d yyyy h:mm a", Locale.ENGLISH);
    /** The CLI leaves the seconds out. */
    private static final Duration LEFT_OUT = Duration.ofMinutes(1);
    /** A time of today that lies so far back can only have been meant for tomorrow. */
    private static final Duration LONGEST_PAST = Duration.ofHours(12);

    private RetryTime() {
    }

    /**
     * The first such time in the text. A time without a date is the next one on the local clock; one that has passed less
     * than 12 hours ago stays in the past, because output may be read again hours after it was printed.
     *
     * @param clock now, in the zone of the process that printed the text
     */
    static @Nullable Instant in(String text, Clock clock) {
        try {
            Matcher at = CLOCK_TIME.matcher(text);
            if (at.find()) {
                return clockTime(at, clock);
            }
            Matcher in = SPAN.matcher(text);
            return in.find() ? clock.instant().plus(span(in.group(1))) : null;
        } catch (DateTimeException | ArithmeticException noSuchTime) {
            return null;
        }
    }

    private static Instant clockTime(Matcher at, Clock clock) {
        String time = at.group(4).replaceAll("\\s", "").replaceFirst("(?=[AP]M)", " ");
        if (at.group(1) != null) {
            String date = at.group(1) + " " + at.group(2) + " " + at.group(3) + " " + time;
            return LocalDateTime.parse(date, DATE_AND_TIME).atZone(clock.getZone()).toInstant().plus(LEFT_OUT);
        }
        ZonedDateTime now = ZonedDateTime.now(clock);
        ZonedDateTime today = now.toLocalDate().atTime(LocalTime.parse(time, TIME)).atZone(clock.getZone());
        boolean tomorrow = today.isBefore(now.minus(LONGEST_PAST));
        return (tomorrow ? today.plusDays(1) : today).toInstant().plus(LEFT_OUT);
    }

    private static Duration span(String text) {
        Duration span = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            double count = Double.parseDouble(part.group(1));
            double milliseconds = switch (part.group(2)) {
                case "d" -> count * 86_400_000;
                case "h" -> count * 3_600_000;
                case "m" -> count * 60_000;
                case "s" -> count * 1000;
                default -> count;
            };
            span = span.plusMillis((long) milliseconds);
        }
        return span;
    }
}
