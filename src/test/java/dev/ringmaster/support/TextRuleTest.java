package dev.ringmaster.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextRuleTest {

    private final TextRule name = TextRule.characters("name", 3);
    private final TextRule prompt = TextRule.kibibytes("prompt", 1);

    @Test
    void countsCharactersAsPeopleDo() {
        assertThat(name.check("🤹🤹🤹")).isEqualTo("🤹🤹🤹");
        assertThatThrownBy(() -> name.check("abcd"))
                .hasMessageContaining("name is too long: it has 4 characters, the limit is 3");
    }

    @Test
    void countsBytesOfUtf8() {
        assertThat(prompt.check("ü".repeat(512))).hasSize(512);
        assertThatThrownBy(() -> prompt.check("ü".repeat(513))).hasMessageContaining("1026 bytes, the limit is 1 KiB");
    }

    @Test
    void refusesWhatPostgresCannotStore() {
        assertThatThrownBy(() -> name.check("a\0")).hasMessageContaining("name contains a NUL character at position 1");
        assertThatThrownBy(() -> name.check("\ud83e")).hasMessageContaining("half of a surrogate pair");
    }

    @Test
    void takesBlankForMissingOrNone() {
        assertThat(name.checkOptional("  ")).isNull();
        assertThat(name.checkFilled(" a ")).isEqualTo("a");
        assertThatThrownBy(() -> name.checkFilled(" ")).isInstanceOf(RingmasterException.class)
                .extracting(e -> ((RingmasterException) e).code()).isEqualTo(ErrorCode.VALIDATION);
    }
}
