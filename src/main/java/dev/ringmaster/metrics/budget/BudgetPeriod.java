package dev.ringmaster.metrics.budget;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

import org.jspecify.annotations.Nullable;

/** How long a budget is for; the names are part of the API. Weeks begin on Monday. */
public enum BudgetPeriod {
    TOTAL,
    DAY,
    WEEK,
    MONTH;

    /** When the period that holds a moment began; null without a beginning. */
    @Nullable
    Instant since(Instant now, ZoneId zone) {
        var day = first(now, zone);
        return day == null ? null : day.atStartOfDay(zone).toInstant();
    }

    /** When the next one begins; null when there is none. */
    @Nullable
    Instant until(Instant now, ZoneId zone) {
        var day = first(now, zone);
        if (day == null) {
            return null;
        }
        var next = switch (this) {
            case DAY -> day.plusDays(1);
            case WEEK -> day.plusWeeks(1);
            case MONTH -> day.plusMonths(1);
            case TOTAL -> throw new IllegalStateException("has no end");
        };
        return next.atStartOfDay(zone).toInstant();
    }

    private @Nullable LocalDate first(Instant now, ZoneId zone) {
        var today = now.atZone(zone).toLocalDate();
        return switch (this) {
            case TOTAL -> null;
            case DAY -> today;
            case WEEK -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> today.withDayOfMonth(1);
        };
    }
}
