package dev.ringmaster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringmaster.support.ErrorCode;
import dev.ringmaster.support.RingmasterException;

class SubscriptionChoiceTest {

    private final List<Subscription> all = new ArrayList<>(List.of(
            subscription("backup", 20, true, true), subscription("main", 10, true, true),
            subscription("also-main", 10, true, true), subscription("off", 1, false, true),
            subscription("demo", 0, true, false)));

    @ParameterizedTest
    @CsvSource({ "backup, main, backup", ", backup, backup", "' ', backup, backup", ", ' ', also-main", ", , also-main",
            "demo, backup, demo", ", demo, demo" })
    void theCardsWishThenTheProjectsThenThePriority(@Nullable String card, @Nullable String project, String chosen) {
        assertThat(SubscriptionChoice.choose(all, card, project, any -> true, any -> true).name()).isEqualTo(chosen);
    }

    @Test
    void oneThatIsReadyComesBeforeOneThatIsOnlyAbleToAndThatBeforeTheOthers() {
        assertThat(chosen(null, one -> one.name().equals("backup"), any -> true)).isEqualTo("backup");
        assertThat(chosen(null, none -> false, one -> !one.name().equals("also-main"))).isEqualTo("main");
        assertThat(chosen(null, none -> false, none -> false)).isEqualTo("also-main");
        assertThat(chosen("main", none -> false, none -> false)).isEqualTo("main");
    }

    private String chosen(@Nullable String wish, Predicate<Subscription> ready, Predicate<Subscription> able) {
        return SubscriptionChoice.choose(all, wish, null, ready, able).name();
    }

    @Test
    void whoLeavesAnAccountGetsAnotherThatIsReadyOrNone() {
        assertThat(SubscriptionChoice.instead(all, "also-main", any -> true)).map(Subscription::name).contains("main");
        assertThat(SubscriptionChoice.instead(all, "main", one -> !one.name().equals("also-main"))).map(Subscription::name)
                .contains("backup");
        assertThat(SubscriptionChoice.instead(all, "main", none -> false)).isEmpty();
    }

    @Test
    void aNameThatIsNotThereIsRefusedWithThoseThatAre() {
        refused("mine", "\"mine\"", "also-main, backup, demo, main, off");
    }

    @Test
    void oneThatIsSwitchedOffIsNotReplacedInSilence() {
        refused("off", "\"off\"", "switched off");
    }

    @Test
    void nothingIsChosenByItselfThatHasToBeAskedFor() {
        all.removeIf(subscription -> subscription.automatic() && subscription.enabled());

        refused(null, "No subscription is enabled", "demo, off");
        all.clear();
        refused(null, "There are: none");
    }

    private void refused(@Nullable String wish, String... said) {
        assertThatExceptionOfType(RingmasterException.class)
                .isThrownBy(() -> SubscriptionChoice.choose(all, wish, null, any -> true, any -> true))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NO_SUBSCRIPTION_AVAILABLE))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(said));
    }

    private static Subscription subscription(String name, int priority, boolean enabled, boolean automatic) {
        return new Subscription(name, "claude-code", null, enabled, priority, 3, automatic, Path.of("config"), Map.of());
    }
}
