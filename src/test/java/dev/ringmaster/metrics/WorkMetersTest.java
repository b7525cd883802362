package dev.ringmaster.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.ringmaster.metrics.pricing.Spending;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

class WorkMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkMeters meters = new WorkMeters(registry);

    private void ended(String model, long tokens) {
        meters.iterationEnded("p", "WORKING", Duration.ofSeconds(2), model,
                new Spending(tokens, 0, 0, 0, BigDecimal.ONE, null, null, tokens));
    }

    @Test
    void models_that_agents_make_up_share_a_label_after_the_fiftieth_and_nothing_is_lost() {
        for (int model = 0; model < 200; model++) {
            ended("model-" + model, 1);
        }
        ended("model-0", 1);

        var labels = registry.get("ringmaster.unpriced.tokens").counters().stream()
                .collect(Collectors.toMap(counter -> String.valueOf(counter.getId().getTag("model")),
                        counter -> (long) counter.count()));
        assertThat(labels).hasSize(51).containsEntry("model-0", 2L).containsEntry("other", 150L);
        assertThat(registry.get("ringmaster.cost.usd").counters().stream().mapToDouble(counter -> counter.count()).sum())
                .isEqualTo(201);
    }

    @Test
    void a_model_without_a_name_is_unknown_and_a_long_name_is_cut() {
        ended(" ", 1);
        ended("x".repeat(500), 1);

        assertThat(registry.get("ringmaster.cost.usd").counters()).extracting(counter -> counter.getId().getTag("model"))
                .containsExactlyInAnyOrder("unknown", "x".repeat(60));
    }
}
