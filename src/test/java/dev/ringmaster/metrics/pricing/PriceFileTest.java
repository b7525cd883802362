package dev.ringmaster.metrics.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.agent.Usage;

class PriceFileTest {

    private final PriceTable table = new PriceTable(PriceFile.bundled().prices());

    /** What the versions that the tests run use by themselves, or offer in their lists. */
    @ParameterizedTest
    @ValueSource(strings = { "claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5", "claude-haiku-4-5-20251001",
            "claude-fable-5-2", "claude-opus-5-5[1m]", "gpt-6-astra", "gpt-6.1-sol", "gpt-6.1-terra", "gpt-6-sol", "gpt-6-luna",
            "gpt-5.6-sol", "gpt-5.6-terra", "gpt-5.6-luna", "gpt-5.5", "gemini-3.1-pro-preview",
            "gemini-3.1-pro-preview-customtools", "gemini-3-pro-preview", "gemini-3-flash-preview", "gemini-3.5-flash",
            "gemini-2.5-pro", "gemini-2.5-flash", "gemini-2.5-flash-lite" })
    void the_models_of_the_agents_have_a_price(String model) {
        assertThat(table.find(model)).isPresent();
    }

    /** As Claude Code 2.1.330 reported for a thousand tokens of each kind: input, 5 minutes, 1 hour, reading, output. */
    @ParameterizedTest
    @CsvSource({ "claude-opus-5-5, 0.0372", "claude-sonnet-5-5, 0.0186", "claude-haiku-5-5, 0.000935",
            "claude-haiku-4-5, 0.00935", "claude-opus-5, 0.04675", "claude-sonnet-5, 0.0187", "claude-opus-4-8, 0.04675",
            "claude-opus-4-7, 0.04675", "claude-opus-4-6, 0.04675", "claude-sonnet-4-6, 0.02805", "claude-fable-5, 0.0935",
            "claude-fable-5-1, 0.09275", "claude-fable-5-2, 0.0742", "claude-mythos-5, 0.0935", "claude-mythos-5-1, 0.09275",
            "claude-mythos-5-2, 0.0742" })
    void claudes_prices_are_those_that_claude_code_bills(String model, BigDecimal reported) {
        assertThat(table.find(model).orElseThrow().of(new Usage(1_000, 2_000, 1_000, 1_000, null), 1_000))
                .isEqualByComparingTo(reported);
    }

    @ParameterizedTest
    @ValueSource(strings = { "claude-opus-6", "claude-opus-5-6", "gpt-6.1-sol-ultra", "gpt-7", "gemini-4-neon", "",
            "house-model" })
    void a_model_that_nobody_has_looked_up_has_none(String model) {
        assertThat(table.find(model)).isEmpty();
    }

    @Test
    void it_is_dated() {
        assertThat(LocalDate.parse(PriceFile.bundled().asOf())).isAfter(LocalDate.of(2026, 1, 1));
    }
}
