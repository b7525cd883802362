package dev.ringmaster.support.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.testing.OtlpCollector;

class TracingTest {

    private final OtlpCollector collector = new OtlpCollector();
    private final Tracing tracing = to(collector.endpoint());

    private static Tracing to(String endpoint) {
        return new Tracing(() -> Optional.of(endpoint));
    }

    @AfterEach
    void end() {
        tracing.close();
        collector.close();
    }

    @Test
    void what_follows_hangs_below_what_it_follows_from() {
        var trigger = tracing.begin("trigger START_CODING", null);
        var context = trigger.context();
        var action = tracing.begin("action START_LOOP", context).with("count", 3).with("usd", 0.5).with("none", (String) null);
        action.fail("LOOP");
        trigger.end();
        tracing.close();

        assertThat(collector.paths()).containsOnly("/v1/traces");
        var root = collector.spans("trigger START_CODING").getFirst();
        var child = collector.spans("action START_LOOP").getFirst();
        assertThat(context).isEqualTo("00-" + root.trace() + "-" + root.id() + "-01");
        assertThat(root.parent()).isEmpty();
        assertThat(root.service()).isEqualTo("ringmaster");
        assertThat(root.failed()).isFalse();
        assertThat(child.trace()).isEqualTo(root.trace());
        assertThat(child.parent()).isEqualTo(root.id());
        assertThat(child.failed()).isTrue();
        assertThat(child.attributes()).containsOnly(Map.entry("count", "3"), Map.entry("usd", "0.5"),
                Map.entry("error.type", "LOOP"));
    }

    @Test
    void a_step_that_another_server_does_again_is_the_same_span() {
        var parent = tracing.begin("trigger", null).context();
        var due = Instant.now().minusSeconds(60);
        var lost = tracing.begin("action", parent, "action:7", due);
        var other = to(collector.endpoint());
        var again = other.begin("action", parent, "action:7", due);
        again.end();
        other.close();

        assertThat(again.context()).isEqualTo(lost.context()).isEqualTo(tracing.contextOf(parent, "action:7"))
                .isNotEqualTo(tracing.contextOf(parent, "action:8"));
        var told = collector.spans("action");
        assertThat(told).hasSize(1);
        assertThat(lost.context()).contains(told.getFirst().id());
        assertThat(Instant.EPOCH.plusNanos(told.getFirst().startNanos())).isCloseTo(due, within(1, ChronoUnit.MILLIS));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "", "nonsense", "00-00000000000000000000000000000000-0000000000000000-01",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" })
    void a_row_without_a_readable_trace_begins_one(String parent) {
        var first = tracing.begin("action", parent, "action:7", Instant.now());
        var second = tracing.begin("action", parent, "action:7", Instant.now());

        assertThat(first.context()).isNotEqualTo(second.context());
        assertThat(tracing.contextOf(parent, "action:7")).isNull();
    }

    @Test
    void without_an_endpoint_there_is_nothing() {
        var off = new Tracing(Optional::empty);
        var span = off.begin("trigger", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        span.with("a", 1).with("b", "c").with("d", 0.1).end();
        off.begin("action", null, "action:7", Instant.now()).fail("X");
        off.close();

        assertThat(off.isOn()).isFalse();
        assertThat(span.context()).isNull();
        assertThat(collector.paths()).isEmpty();
    }

    @Test
    void an_address_that_is_none_is_said_at_the_start() {
        assertThatThrownBy(() -> to("collector")).hasMessageContaining("collector");
    }
}
