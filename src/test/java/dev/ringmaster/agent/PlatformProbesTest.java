package dev.ringmaster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.support.RingmasterException;
import io.smallrye.mutiny.Uni;

class PlatformProbesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path program;
    private final AtomicInteger probed = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final PlatformProbes probes = new PlatformProbes(new Platforms(Map.of("cli", new Cli())));

    PlatformProbesTest(@TempDir Path directory) throws IOException {
        this.program = Files.writeString(directory.resolve("cli"), "1.0");
    }

    @Test
    void it_is_asked_once_however_many_want_to_know() {
        var asking = new ArrayList<Uni<List<PlatformProbe>>>();
        for (int i = 0; i < 8; i++) {
            asking.add(Uni.createFrom().completionStage(probes.all().subscribeAsCompletionStage()));
        }
        gate.countDown();

        assertThat(Uni.join().all(asking).andFailFast().await().atMost(PATIENCE)).hasSize(8);
        assertThat(probed).hasValue(1);
    }

    @Test
    void it_is_asked_again_when_its_program_is_another_or_gone() throws IOException {
        gate.countDown();
        assertThat(version()).isEqualTo("1.0");
        var time = Files.getLastModifiedTime(program);

        Files.delete(program);
        Files.writeString(program, "2.0");
        Files.setLastModifiedTime(program, time);

        assertThat(version()).isEqualTo("2.0");
        assertThat(version()).isEqualTo("2.0");
        assertThat(probed).hasValue(2);

        Files.delete(program);

        assertThatThrownBy(() -> probes.demand("cli").await().atMost(PATIENCE)).isInstanceOf(RingmasterException.class)
                .hasMessage("not installed");
    }

    @Test
    void what_is_broken_is_looked_at_again_by_the_next_card() throws IOException {
        gate.countDown();
        Files.delete(program);
        assertThatThrownBy(() -> probes.demand("cli").await().atMost(PATIENCE)).hasMessage("not installed");

        Files.writeString(program, "1.0");

        probes.demand("cli").await().atMost(PATIENCE);
        assertThatThrownBy(() -> probes.demand("none").await().atMost(PATIENCE)).hasMessageContaining("There are: cli.");
    }

    @Test
    void the_trouble_of_an_account_is_its_platforms_or_its_own() throws IOException {
        gate.countDown();
        assertThat(troubles()).containsOnly(Map.entry("out", "Not logged in. Log in with: cli login /out"),
                Map.entry("lost", "There is no platform \"none\"."));

        Files.delete(program);

        assertThat(troubles()).containsEntry("in", "not installed").containsEntry("out", "not installed");
    }

    private Map<String, String> troubles() {
        return probes.troubles(List.of(account("in", "cli"), account("out", "cli"), account("lost", "none"))).await()
                .atMost(PATIENCE);
    }

    private @Nullable String version() {
        return probes.all().await().atMost(PATIENCE).getFirst().version();
    }

    private static Subscription account(String name, String platform) {
        return new Subscription(name, platform, null, true, 1, 1, true, Path.of("/" + name), Map.of());
    }

    private final class Cli implements CodingPlatform {

        @Override
        public String name() {
            return "cli";
        }

        @Override
        public PlatformProbe probe() {
            probed.incrementAndGet();
            try {
                gate.await();
                boolean there = Files.exists(program);
                return new PlatformProbe("cli", there, there ? Files.readString(program) : null,
                        there ? program.toString() : null, null, there ? "found" : "not installed");
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public @Nullable Boolean loggedIn(Subscription account) {
            return account.name().equals("in");
        }

        @Override
        public String login(Path configDir) {
            return "cli login " + configDir;
        }

        @Override
        public LaunchSpec launch(AgentTask task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AgentEventParser parser(AgentTask task) {
            throw new UnsupportedOperationException();
        }
    }
}
