package dev.ringmaster.loop.briefing;

import java.util.Optional;

import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.workspace.ConfigSource;

/**
 * What a project's prompts are made of, where it differs from the server's configuration.
 *
 * @param configRepository null for the server's
 * @param condense whether a long history is condensed by an agent; null for what the server does
 */
@Type("PromptSettings")
public record PromptSettings(@Nullable Repository configRepository, @Nullable Boolean condense) {

    public static final PromptSettings NONE = new PromptSettings(null, null);

    /**
     * A config repository.
     *
     * @param ref a branch or tag; null for the default branch
     * @param folder null for the top level
     */
    @Type("ConfigRepository")
    public record Repository(@NonNull String url, @Nullable String ref, @Nullable String folder) {

        ConfigSource source() {
            return ConfigSource.of(url, ref, folder);
        }
    }

    /** What holds where a project says nothing: whether to condense is never null. */
    static PromptSettings of(PromptConfig server) {
        var repository = server.configRepository();
        return new PromptSettings(repository.url().filter(url -> !url.isBlank())
                .map(url -> new Repository(ConfigSource.withoutCredential(url), repository.ref().orElse(null),
                        repository.folder().orElse(null)))
                .orElse(null), server.condense());
    }

    /** Where its files for agents come from; empty when neither it nor the server's configuration names a repository. */
    Optional<ConfigSource> source(PromptConfig.ConfigRepositoryConfig server) {
        return configRepository != null ? Optional.of(configRepository.source())
                : server.url().filter(url -> !url.isBlank())
                        .map(url -> ConfigSource.of(url, server.ref().orElse(null), server.folder().orElse(null)));
    }
}
