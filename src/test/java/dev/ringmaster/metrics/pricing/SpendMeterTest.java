package dev.ringmaster.metrics.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.SessionStarted;
import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.AgentEvent.UsageShown;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.claude.ClaudeParser;
import dev.ringmaster.testing.CapturedStream;
import dev.ringmaster.testing.Events;

class SpendMeterTest {

    private static final PriceTable BUNDLED = new PriceTable(PriceFile.bundled().prices());

    private final List<String> doubted = new ArrayList<>();

    private SpendMeter meter(@Nullable String model) {
        return new SpendMeter(BUNDLED, model, (named, reported, estimated) -> doubted.add(named));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "S1", "S12", "S13", "S17_maxtok", "S21_compact", "S4_ok_oauth", "S7", "S8_SIGINT",
            "v2.1.197_S1" })
    void the_bundled_prices_come_to_what_claude_code_reports(String name) {
        var meter = meter(null);
        var events = claude(name);
        events.forEach(meter::accept);

        var reported = Events.usage(events);
        assertThat(meter.total().costUsd()).isPositive().isEqualByComparingTo(rounded(reported.costUsd()));
        assertThat(meter.total().estimatedUsd()).isEqualByComparingTo(rounded(reported.costUsd()));
        assertThat(meter.total().unpricedTokens()).isZero();
        assertThat(meter.total().tokens()).isEqualTo(reported.inputTokens() + reported.cacheCreationInputTokens()
                + reported.cacheReadInputTokens() + reported.outputTokens());
        assertThat(doubted).isEmpty();
    }

    private static BigDecimal rounded(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount.setScale(6, java.math.RoundingMode.HALF_UP);
    }

    @Test
    void what_a_killed_agent_has_shown_stands() {
        var meter = meter(null);
        claude("S8_SIGKILL").forEach(meter::accept);

        assertThat(meter.total().cacheReadInputTokens()).isEqualTo(3400);
        assertThat(meter.total().costUsd()).isPositive().isEqualByComparingTo(meter.total().estimatedUsd());
        assertThat(meter.total().reportedUsd()).isNull();
    }

    @Test
    void the_sum_of_the_changes_is_the_total_and_a_report_takes_the_place_of_what_was_shown() {
        var meter = meter("claude-opus-5-5");
        var sum = Spending.NOTHING;
        for (var event : List.<AgentEvent> of(shown("a", 1000, 10), shown("a", 1000, 50), shown("b", 500, 1000),
                new UsageReported(new Usage(1500, 0, 0, 40, new BigDecimal("0.0068"))), shown("c", 100, 1))) {
            sum = sum.plus(meter.accept(event));
        }

        assertThat(sum).isEqualTo(meter.total());
        assertThat(sum.inputTokens()).isEqualTo(1600);
        assertThat(sum.outputTokens()).isEqualTo(41);
        assertThat(sum.costUsd()).isEqualByComparingTo("0.00722");
        assertThat(sum.reportedUsd()).isEqualByComparingTo("0.0068");
    }

    private static UsageShown shown(String message, long input, long output) {
        return new UsageShown(message, "claude-opus-5-5", new Usage(input, 0, 0, output, null), 0);
    }

    @Test
    void tokens_of_an_unknown_model_are_unpriced_and_not_free() {
        var meter = meter("house-model");
        meter.accept(new UsageReported(new Usage(100, 20, 30, 50, null)));

        assertThat(meter.total().unpricedTokens()).isEqualTo(200);
        assertThat(meter.total().estimatedUsd()).isNull();
        assertThat(meter.total().costUsd()).isZero();
    }

    @Test
    void what_the_platform_says_counts_even_if_the_table_differs_and_that_is_told() {
        var meter = meter("gpt-5.5");
        meter.accept(new UsageReported(new Usage(1_000_000, 0, 0, 0, new BigDecimal("5.2"))));
        assertThat(doubted).isEmpty();
        meter.accept(new UsageReported(new Usage(1_000_000, 0, 0, 0, new BigDecimal("6"))));

        assertThat(doubted).containsExactly("gpt-5.5");
        assertThat(meter.total().costUsd()).isEqualByComparingTo("11.2");
        assertThat(meter.total().estimatedUsd()).isEqualByComparingTo("10");
    }

    @Test
    void the_model_that_the_agent_names_counts_more_than_the_one_it_was_told() {
        var meter = meter("gpt-5");
        meter.accept(new SessionStarted("s", "gpt-5-mini"));
        meter.accept(new UsageReported(new Usage(1_000_000, 0, 0, 0, null)));

        assertThat(meter.total().costUsd()).isEqualByComparingTo("0.25");
    }

    @ParameterizedTest
    @CsvSource({ "claude-opus-4-20250514,15", "claude-opus-4-5-20251101,5", "anthropic/claude-sonnet-5-5,2",
            "claude-opus-4-8[1m],5", "GPT-5.4,2.5", "gemini-2.5-flash,0.3", "gemini-2.5-flash-lite,0.1", "demo-simulated,0" })
    void a_model_is_found_by_the_longest_pattern(String model, BigDecimal input) {
        assertThat(BUNDLED.find(model)).hasValueSatisfying(price -> assertThat(price.input()).isEqualByComparingTo(input));
    }

    @Test
    void writes_to_the_long_lived_cache_have_their_own_price() {
        var price = BUNDLED.find("claude-opus-5-5").orElseThrow();

        assertThat(price.of(new Usage(0, 1_000_000, 0, 0, null), 0)).isEqualByComparingTo("5");
        assertThat(price.of(new Usage(0, 1_000_000, 0, 0, null), 400_000)).isEqualByComparingTo("6.2");
    }

    @Test
    void nobody_knows_the_price_of_a_model_without_a_name() {
        assertThat(BUNDLED.find(null)).isEmpty();
        assertThat(BUNDLED.find("")).isEmpty();
        assertThat(BUNDLED.find("claude-opus-9")).isEmpty();
    }

    private static List<AgentEvent> claude(String name) {
        var task = new AgentTask("do it", Path.of("/workspace"), Path.of("/scratch"), Path.of("/config"), Map.of(), null, null,
                Usage.NONE, false);
        return CapturedStream.load("claude/" + name).feed(new ClaudeParser(task));
    }
}
