package dev.ringmaster.agent.custom;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;

/** Lenient reading of what a configured group found: null for what is not of the kind. */
final class Amount {

    /** The year 10000: later instants are nonsense that the database would refuse. */
    private static final long END_OF_TIME = 253_402_300_800L;

    private Amount() {
    }

    static @Nullable BigDecimal of(@Nullable String text) {
        String plain = text == null ? "" : text.replace(",", "");
        return plain.matches("\\d{1,9}(?:\\.\\d{1,12})?") ? new BigDecimal(plain) : null;
    }

    static @Nullable Instant instant(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,12}")) {
            long seconds = Long.parseLong(text);
            return seconds < END_OF_TIME ? Instant.ofEpochSecond(seconds) : null;
        }
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException noInstant) {
            return null;
        }
    }
}
