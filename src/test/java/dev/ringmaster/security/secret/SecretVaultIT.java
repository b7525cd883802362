package dev.ringmaster.security.secret;

import static dev.ringmaster.loop.LoopDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.loop.LoopDatabase;
import dev.ringmaster.security.Redactor;
import dev.ringmaster.support.RingmasterException;
import io.quarkus.runtime.StartupEvent;

/** Servers with various keys over one real table. */
class SecretVaultIT {

    private static final String KEY = Base64.getEncoder().encodeToString("k".repeat(32).getBytes());
    private static final String NEWER = Base64.getEncoder().encodeToString("n".repeat(32).getBytes());

    @AutoClose
    private static final LoopDatabase database = LoopDatabase.shared();

    private final Path home;

    SecretVaultIT(@TempDir Path home) {
        this.home = home;
    }

    @BeforeEach
    void empty() throws Exception {
        database.execute("delete from secret");
    }

    /** A server that has started. */
    private final class Server {

        final Redactor redactor = new Redactor(List.of());
        final List<Object> told = new ArrayList<>();
        final SecretVault vault;

        Server(List<String> keys) {
            var rows = new SecretRepository();
            var config = new SealedSecretTest.Config(Optional.empty(), keys.isEmpty() ? Optional.empty() : Optional.of(keys));
            vault = new SecretVault(database.pool(), rows, config, () -> home, redactor, new Told<>(told));
            vault.onStart(new StartupEvent());
        }

        void set(String name, String value) {
            await(new SecretRepository().save(database.pool(), name, vault.seal(name, value)));
            await(vault.refresh());
        }
    }

    private record Told<T>(List<Object> events) implements Event<T> {

        @Override
        public void fire(T event) {
            events.add(event);
        }

        @Override
        public <U extends T> CompletionStage<U> fireAsync(U event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends T> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Event<T> select(Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends T> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends T> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void aSecretIsRevealedByItsNameAndRedactedFromThenOn() throws Exception {
        var server = new Server(List.of(KEY));
        server.set("main-key", "hunter2hunter2");

        assertThat(server.vault.reveal(Map.of("A", "secret:main-key", "B", "plain")))
                .isEqualTo(Map.of("A", "hunter2hunter2", "B", "plain"));
        assertThat(server.redactor.redact("it is hunter2hunter2")).isEqualTo("it is [redacted]");
        assertThat(database.value("select string_agg(secret::text, ' ') from secret")).doesNotContain("hunter2");
        assertThat(server.told).hasSize(1);
    }

    @Test
    void anotherServerWithTheSameKeySeesWhatThisOneStored() {
        var other = new Server(List.of(KEY));
        var server = new Server(List.of(KEY));
        server.set("main-key", "hunter2hunter2");

        await(other.vault.refresh());

        assertThat(other.vault.reveal("secret:main-key")).isEqualTo("hunter2hunter2");
        assertThat(other.redactor.redact("hunter2hunter2")).isEqualTo("[redacted]");
        server.set("main-key", "correct-horse");
        await(other.vault.refresh());
        assertThat(other.vault.reveal("secret:main-key")).isEqualTo("correct-horse");
        assertThat(other.redactor.redact("hunter2hunter2 correct-horse")).as("the old one too")
                .isEqualTo("[redacted] [redacted]");
    }

    @Test
    void aNewKeyTakesOverAtTheNextStartAndTheOldOneMayGo() throws Exception {
        new Server(List.of(KEY)).set("main-key", "hunter2hunter2");

        var both = new Server(List.of(NEWER, KEY));
        assertThat(both.vault.reveal("secret:main-key")).isEqualTo("hunter2hunter2");
        var newerOnly = new Server(List.of(NEWER));

        assertThat(newerOnly.vault.reveal("secret:main-key")).isEqualTo("hunter2hunter2");
        assertThat(database.value("select count(distinct key_id) from secret")).isEqualTo("1");
    }

    @Test
    void aServerWithoutTheKeySaysWhichOneItLacksAndStarts() throws Exception {
        new Server(List.of(KEY)).set("main-key", "hunter2hunter2");
        var id = database.value("select key_id from secret");

        for (var wrong : List.of(new Server(List.of(NEWER)), new Server(List.of()))) {
            assertThatThrownBy(() -> wrong.vault.reveal("secret:main-key")).isInstanceOf(RingmasterException.class)
                    .hasMessageContaining(id).hasMessageContaining("main-key");
            assertThat(wrong.vault.problem("main-key")).contains(id);
        }
        assertThat(home.resolve("secret.key")).as("no second key beside an unknown one").doesNotExist();
        assertThatThrownBy(() -> new Server(List.of()).vault.seal("other", "value")).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("no key");
    }

    @Test
    void aFirstStartMakesAKeyAndTheNextOneFindsIt() {
        new Server(List.of()).set("main-key", "hunter2hunter2");

        assertThat(new Server(List.of()).vault.reveal("secret:main-key")).isEqualTo("hunter2hunter2");
        assertThat(Files.exists(home.resolve("secret.key"))).isTrue();
    }

    @Test
    void whatIsNotStoredIsNamed() {
        assertThatThrownBy(() -> new Server(List.of(KEY)).vault.reveal("secret:gone")).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("\"gone\"").hasMessageContaining("setSecret");
    }
}
