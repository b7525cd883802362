package dev.ringmaster.delivery.github;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** GitHub, or a GitHub Enterprise Server. It is configured when there is a token. */
@Unremovable
@ConfigMapping(prefix = "ringmaster.integrations.github")
public interface GitHubConfig {

    /** A fine-grained personal access token, or any other that may do what docs/integrations.md lists. */
    Optional<String> token();

    /** Where it lies: https://github.com, or the address of a GitHub Enterprise Server. */
    @WithDefault("https://github.com")
    String url();

    /** A PEM file with the authorities to trust instead of Java's own, and of git's. */
    Optional<Path> caCertificate();

    /** The secret of the webhook; webhooks are refused while there is none. */
    Optional<String> webhookSecret();

    /** The longest webhook that is read. */
    @WithDefault("1M")
    MemorySize webhookLimit();

    /** How often reviews of open pull requests are looked for; a webhook spares the wait. */
    @WithDefault("60s")
    Duration reviewEvery();
}
