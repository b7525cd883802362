package dev.ringmaster.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.support.RingmasterException;

class CardListTest {

    @Test
    void aCursorSurvivesTheTrip() {
        var cursor = new CardCursor(Instant.parse("2026-02-03T04:05:06.123456Z"), UUID.randomUUID());

        assertThat(CardCursor.parse(cursor.text())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "x", "not a cursor", "AAAA", "%%%", "null" })
    void refusesWhatIsNoCursor(String text) {
        assertThatThrownBy(() -> CardCursor.parse(text)).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("after is not a cursor");
    }

    @ParameterizedTest
    @ValueSource(longs = { Long.MIN_VALUE, -1, Long.MAX_VALUE })
    void refusesACursorOutsideOfTime(long micros) {
        byte[] bytes = ByteBuffer.allocate(24).putLong(micros).array();

        assertThatThrownBy(() -> CardCursor.parse(Base64.getUrlEncoder().encodeToString(bytes)))
                .isInstanceOf(RingmasterException.class);
    }

    @Test
    void takesWildcardsLiterally() {
        assertThat(filter(" 50%_\\ ").pattern()).isEqualTo("%50\\%\\_\\\\%");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = { "12,12", "#12,12", "0012,12", "-,-", "a12,-", "#,-", "1234567890,-", "-12,-" })
    void readsACardNumber(@Nullable String search, @Nullable Integer number) {
        assertThat(filter(search).number()).isEqualTo(number);
    }

    @Test
    void aBlankSearchIsNone() {
        assertThat(filter("  ").pattern()).isNull();
    }

    @Test
    void boundsTheSearch() {
        assertThatThrownBy(() -> filter("x".repeat(201))).hasMessageContaining("search is too long");
        assertThatThrownBy(() -> filter("\0")).hasMessageContaining("NUL");
    }

    private static CardFilter filter(@Nullable String search) {
        return new CardFilter(UUID.randomUUID(), List.of(), List.of(), search);
    }
}
