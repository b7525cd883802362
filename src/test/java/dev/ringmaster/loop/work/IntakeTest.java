package dev.ringmaster.loop.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;

class IntakeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FLOOD = 256 * 1024;

    private final Intake intake = new Intake();

    @AfterEach
    void close() {
        intake.close();
    }

    @Test
    void ofFloodsSixAreTakenInAtATimeAndWhatIsSmallPassesThem() {
        var written = new CompletableFuture<Void>();
        var begun = new AtomicInteger();
        var floods = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 20; i++) {
            floods.add(intake.admit(FLOOD, () -> {
                begun.incrementAndGet();
                return Uni.createFrom().completionStage(written);
            }).subscribeAsCompletionStage());
        }
        await().atMost(PATIENCE).until(() -> begun.get() == 6);

        assertThat(intake.admit(100, () -> Uni.createFrom().item("small")).await().atMost(PATIENCE)).isEqualTo("small");
        assertThat(begun).hasValue(6);

        written.complete(null);
        await().atMost(PATIENCE).until(() -> floods.stream().allMatch(CompletableFuture::isDone));
        assertThat(begun).hasValue(20);
    }

    @Test
    void aFailureIsTheWorksOwnAndLeavesItsPlace() {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> intake.admit(FLOOD, () -> Uni.createFrom().failure(new IllegalStateException("lost")))
                    .await().atMost(PATIENCE)).isInstanceOf(IllegalStateException.class).hasMessage("lost");
        }
        assertThat(intake.admit(FLOOD, () -> Uni.createFrom().item("next")).await().atMost(PATIENCE)).isEqualTo("next");
    }
}
