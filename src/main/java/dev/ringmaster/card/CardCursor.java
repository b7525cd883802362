package dev.ringmaster.card;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

import dev.ringmaster.support.RingmasterException;

/**
 * A place in a list of cards ordered by their last change, as text that callers pass back unread. Microseconds, because
 * that is what Postgres keeps.
 */
record CardCursor(Instant updatedAt, UUID id) {

    private static final int BYTES = 3 * Long.BYTES;

    static CardCursor of(Card card) {
        return new CardCursor(card.updatedAt(), card.id());
    }

    /** @throws RingmasterException VALIDATION if no page ever ended with it */
    static CardCursor parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
        if (bytes.length != BYTES) {
            throw unknown();
        }
        var buffer = ByteBuffer.wrap(bytes);
        var cursor = new CardCursor(Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS),
                new UUID(buffer.getLong(), buffer.getLong()));
        // Postgres' own range is smaller than ours.
        if (cursor.updatedAt.isBefore(Instant.EPOCH) || cursor.updatedAt.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
            throw unknown();
        }
        return cursor;
    }

    String text() {
        var buffer = ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, updatedAt))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    private static RingmasterException unknown() {
        return RingmasterException.invalid("after is not a cursor of this list. Pass the endCursor of a page, or nothing to"
                + " start over.");
    }
}
