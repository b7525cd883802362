package dev.ringmaster.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class CriteriaRevisionTest {

    private final AcceptanceCriterion fast = new AcceptanceCriterion(UUID.randomUUID(), "is fast", true);
    private final AcceptanceCriterion tested = new AcceptanceCriterion(UUID.randomUUID(), "is tested", false);

    @Test
    void keepsWhatStaysAndForgetsTheRest() {
        var revised = CriteriaRevision.of(List.of(fast, tested), List.of("is new", " is fast "));

        assertThat(revised).hasSize(2);
        assertThat(revised.getLast()).isEqualTo(fast);
        assertThat(revised.getFirst().description()).isEqualTo("is new");
        assertThat(revised.getFirst().met()).isFalse();
        assertThat(revised.getFirst().id()).isNotEqualTo(tested.id());
    }

    @Test
    void takesEachTextOnce() {
        assertThat(CriteriaRevision.of(List.of(), List.of("a", "b", " a"))).extracting(AcceptanceCriterion::description)
                .containsExactly("a", "b");
    }

    @Test
    void refusesTooManyTooLongAndBlank() {
        List<String> many = IntStream.range(0, 51).mapToObj(Integer::toString).toList();

        assertThatThrownBy(() -> CriteriaRevision.of(List.of(), many)).hasMessageContaining("at most 50");
        assertThatThrownBy(() -> CriteriaRevision.of(List.of(), List.of("x".repeat(501)))).hasMessageContaining("limit is 500");
        assertThatThrownBy(() -> CriteriaRevision.of(List.of(), List.of(" "))).hasMessageContaining("missing");
    }
}
