package dev.ringmaster.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.project.LoopLimitsInput;
import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;

class CardContentTest {

    private static final int MIB = 1024 * 1024;

    @Test
    void aNewCardTakesTheDefaults() {
        var content = CardContent.create(input(" Add a basket ", null, null, null));

        assertThat(content).isEqualTo(new CardContent("Add a basket", null, "", List.of(), 2, 3, null, LoopLimitsInput.NONE,
                null));
    }

    @Test
    void refusesAMissingOrLongTitle() {
        assertRefused(() -> CardContent.create(input(null, null, null, null)), "title is missing");
        assertRefused(() -> CardContent.create(input(" \n", null, null, null)), "title is missing");
        assertRefused(() -> CardContent.create(input("t".repeat(301), null, null, null)), "the limit is 300 characters");
    }

    @Test
    void takesAPromptOfOneMebibyteAndNoMore() {
        assertThat(CardContent.create(input("t", "p".repeat(MIB), null, null)).taskPrompt()).hasSize(MIB);
        assertRefused(() -> CardContent.create(input("t", "p".repeat(2 * MIB), null, null)), "the limit is 1 MiB");
        assertRefused(() -> CardContent.create(input("t", "a\0b", null, null)), "taskPrompt contains a NUL");
    }

    @Test
    void takesEachLabelOnce() {
        assertThat(CardContent.create(input("t", null, List.of("ui", "area:shop/x-1_2.3", "ui"), null)).labels())
                .containsExactly("ui", "area:shop/x-1_2.3");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "UI", "with space", "ümlaut", "a,b", "01234567890123456789012345678901234567890", "a\0" })
    void refusesOtherLabels(String label) {
        assertRefused(() -> CardContent.create(input("t", null, List.of(label), null)), "is not a label");
    }

    @Test
    void refusesTooManyLabels() {
        List<String> labels = IntStream.range(0, 21).mapToObj(i -> "l" + i).toList();

        assertRefused(() -> CardContent.create(input("t", null, labels, null)), "at most 20 labels");
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 5, Integer.MAX_VALUE })
    void refusesOtherPriorities(int priority) {
        assertRefused(() -> CardContent.create(input("t", null, null, priority)), "Choose 0 to 4");
    }

    @Test
    void refusesOtherRetries() {
        assertRefused(() -> CardContent.create(new CardInput(null, "t", null, null, null, null, null, 101, null, null, null)),
                "maxRetries is 101");
    }

    @Test
    void refusesLimitsOutOfBounds() {
        var limits = new LoopLimitsInput(null, null, BigDecimal.ZERO);

        assertRefused(
                () -> CardContent.create(new CardInput(null, "t", null, null, null, null, null, null, null, limits, null)),
                "maxCostUsd is 0");
    }

    private static void assertRefused(ThrowingCallable call, String fragment) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RingmasterException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION)).hasMessageContaining(fragment);
    }

    private static CardInput input(@Nullable String title, @Nullable String prompt, @Nullable List<String> labels,
            @Nullable Integer priority) {
        return new CardInput(null, title, null, prompt, labels, priority, null, null, null, null, null);
    }
}
