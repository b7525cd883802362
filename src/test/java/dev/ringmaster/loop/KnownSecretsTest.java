package dev.ringmaster.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class KnownSecretsTest {

    private static java.util.Set<String> in(Map<String, String> settings) {
        return KnownSecrets.in(new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "test", 100)).build());
    }

    @Test
    void credentialsAreToldByTheNamesOfTheirSettings() {
        assertThat(in(Map.ofEntries(Map.entry("ringmaster.subscriptions.main.env.ANTHROPIC_API_KEY", "of-a-subscription"),
                Map.entry("ringmaster.platforms.mine.env.MY_TOKEN", "of-a-platform"),
                Map.entry("ringmaster.subscriptions.main.env.NPM_AUTH", "of-a-registry"),
                Map.entry("ringmaster.integrations.github.token", "of-an-integration"),
                Map.entry("ringmaster.integrations.github.webhook-secret", "of-a-webhook"),
                Map.entry("ringmaster.notifications.slack-url", "https://hooks.example.org/T0/B0/x"),
                Map.entry("ringmaster.access.token", "of-the-owner-of-this-server"),
                Map.entry("ringmaster.access.oidc.client-secret", "of-single-sign-on"),
                Map.entry("ringmaster.secrets.keys", "first-key-of-all,second-key-of-all"),
                Map.entry("quarkus.datasource.password", "of-the-database"),
                Map.entry("quarkus.datasource.reactive.url", "postgresql://me:in-an-address@db/x"),
                Map.entry("ringmaster.subscriptions.x.env.OPENCODE_CONFIG_CONTENT", "{\"apiKey\": \"in-some-json\"}"))))
                .contains("of-a-subscription", "of-a-platform", "of-a-registry", "of-an-integration", "of-a-webhook",
                        "https://hooks.example.org/T0/B0/x", "of-the-owner-of-this-server", "of-single-sign-on",
                        "second-key-of-all", "of-the-database", "in-an-address", "in-some-json");
    }

    /** They would be taken out of every transcript. */
    @Test
    void whatIsNoCredentialIsNotTakenForOne() {
        assertThat(in(Map.of("ringmaster.subscriptions.keycloak.platform", "claude-code",
                "ringmaster.subscriptions.main.env.ANTHROPIC_BASE_URL", "https://api.example.org",
                "ringmaster.subscriptions.main.env.API_KEY", "secret:main-key",
                "ringmaster.platforms.mine.patterns.tokens", "Tokens: (\\d+)",
                "ringmaster.access.allowed-hosts", "ringmaster.example.org",
                "ringmaster.access.oidc.client-id", "ringmaster-of-us",
                "ringmaster.secrets.key-file", "/etc/ringmaster/keys",
                "quarkus.oidc.token.audience", "ringmaster", "quarkus.datasource.username", "ringmaster"))).isEmpty();
    }
}
