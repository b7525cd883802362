package dev.ringmaster.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.ringmaster.delivery.integration.Health;
import dev.ringmaster.delivery.integration.Integration;
import dev.ringmaster.delivery.integration.Kind;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.config.ConfigMapping;

/** One place that knows which other systems there are. */
class IntegrationHubTest {

    private boolean works = true;
    private final StandIn github = new StandIn() {
        @Override
        Reply answer(Request request) {
            return works ? Reply.of(200, Map.of("resources", Map.of("core", Map.of("limit", 5000, "remaining", 4000))))
                    : Reply.of(401, Map.of("message", "Bad credentials"));
        }
    };

    @Test
    void what_is_configured_is_there_and_what_is_not_says_how() {
        try (var clients = new Clients(Map.of("ringmaster.integrations.dockerhub.enabled", "true"))) {
            assertThat(clients.hub.dockerHub()).isPresent();
            assertThat(clients.hub.github()).isEmpty();
            assertThat(clients.hub.argoCd()).isEmpty();
            assertThat(clients.hub.kubernetes()).isEmpty();
            assertThat(clients.hub.health()).extracting(Health::name).containsExactly("github", "argocd", "kubernetes",
                    "dockerhub");
            assertThat(clients.hub.health().getFirst().message()).contains("ringmaster.integrations.github");
        }
    }

    @Test
    void one_can_be_looked_at_now_and_never_fails() {
        try (var clients = new Clients(Map.of("ringmaster.integrations.github.token", "t", "ringmaster.integrations.github.url",
                github.url().toString()))) {
            assertThat(Calls.await(clients.hub.examine("github"))).satisfies(found -> {
                assertThat(found.healthy()).isTrue();
                assertThat(found.message()).isEqualTo("4000 of 5000 requests left this hour");
                assertThat(found.checkedAt()).isNotNull();
            });
            works = false;
            assertThat(Calls.await(clients.hub.examine("github"))).satisfies(found -> {
                assertThat(found.healthy()).isFalse();
                assertThat(found.message()).contains("401", "Bad credentials");
            });
            assertThat(clients.hub.health().getFirst().healthy()).as("remembered").isFalse();
            assertThat(Calls.await(clients.hub.examine("argocd")).configured()).isFalse();
            assertThatThrownBy(() -> clients.hub.examine("jenkins")).isInstanceOf(RingmasterException.class)
                    .hasMessageContaining("\"jenkins\"").hasMessageContaining("github, argocd, kubernetes, dockerhub");
        } finally {
            github.close();
        }
    }

    /** The hub's list is the one line that a new integration needs: whatever package has a client stands in it. */
    @Test
    void every_package_with_a_client_is_in_the_list() throws Exception {
        var sources = Path.of("src/main/java/dev/ringmaster/delivery");
        try (var files = Files.walk(sources)) {
            var clients = files.filter(file -> file.toString().endsWith(".java")).filter(file -> read(file).contains(
                    "implements " + Integration.class.getSimpleName() + " ")).map(file -> file.getFileName().toString()
                            .replace(".java", ""))
                    .toList();
            assertThat(IntegrationHub.KINDS).extracting(kind -> kind.type().getSimpleName())
                    .containsExactlyInAnyOrderElementsOf(clients);
        }
        for (Kind<?, ?> kind : IntegrationHub.KINDS) {
            assertThat(kind.settings().getAnnotation(ConfigMapping.class)).isNotNull().satisfies(mapping -> assertThat(
                    mapping.prefix()).isEqualTo("ringmaster.integrations." + kind.name()));
            assertThat(List.of(kind.type().getPackageName())).containsExactly(kind.settings().getPackageName());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
