package dev.ringmaster.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterException;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * A stretch of time in full hours, cut into full UTC days and the hours before and after them: what the rollup can sum
 * with few rows.
 *
 * @param from inclusive
 * @param firstDay where the full days begin; {@code to} when there are none
 * @param lastDay where the full days end, exclusive; {@code to} when there are none
 * @param to exclusive
 */
public record Period(Instant from, Instant firstDay, Instant lastDay, Instant to) {

    /** The rows of {@code usage_rollup} in a period, whose {@link #bounds} are the parameters 1 to 4. */
    public static final String WITHIN = """
            grain = 'DAY' and at >= $2 and at < $3 or grain = 'HOUR' and (at >= $1 and at < $2 or at >= $3 and at < $4)""";

    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("3000-01-01T00:00:00Z");

    /**
     * Rounds {@code from} down and {@code to} up to the full hour.
     *
     * @param from null for the beginning
     * @param to null for now and later
     * @throws RingmasterException VALIDATION if {@code from} is not before {@code to}
     */
    public static Period of(@Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null && !from.isBefore(to)) {
            throw RingmasterException.invalid("from is " + from + " and to is " + to + ". Choose a from that is before to.");
        }
        var begin = from == null || from.isBefore(BEGINNING) ? BEGINNING : from.truncatedTo(ChronoUnit.HOURS);
        var end = to == null || to.isAfter(END) ? END : ceiling(to, ChronoUnit.HOURS);
        var firstDay = ceiling(begin, ChronoUnit.DAYS);
        var lastDay = end.truncatedTo(ChronoUnit.DAYS);
        return firstDay.isBefore(lastDay) ? new Period(begin, firstDay, lastDay, end) : new Period(begin, end, end, end);
    }

    private static Instant ceiling(Instant instant, ChronoUnit unit) {
        var floor = instant.truncatedTo(unit);
        return floor.equals(instant) ? floor : floor.plus(unit.getDuration());
    }

    /** Whether it begins and ends at midnight UTC. */
    boolean isDays() {
        return from.equals(firstDay) && to.equals(lastDay);
    }

    Duration length() {
        return Duration.between(from, to);
    }

    /** The parameters of {@link #WITHIN}. */
    public Tuple bounds() {
        return Tuple.of(sql(from), sql(firstDay), sql(lastDay), sql(to));
    }

    public static OffsetDateTime sql(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
