package dev.ringmaster.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void readsWhatItPrints() {
        UUID id = UUID.randomUUID();

        assertThat(Ids.parse("card", id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "1-1-1-1-1", "not-an-id", "0b6c6e1e-5d0f-4f4c-9f4e-3a2b1c0d9e8",
            "0b6c6e1e5d0f4f4c9f4e3a2b1c0d9e8f" })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> Ids.parse("card", text)).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("is not the id of a card");
    }
}
