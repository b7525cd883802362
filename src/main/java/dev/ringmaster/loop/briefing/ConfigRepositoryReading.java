package dev.ringmaster.loop.briefing;

import java.util.List;

import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.loop.briefing.ConfigRepositories.Found;
import dev.ringmaster.workspace.ConfigRepository.ConfigFile;

/**
 * What a config repository holds for agents.
 *
 * @param readable whether it could be read just now
 * @param commit of what the next iteration is given; null when nothing was ever read
 * @param files their paths, as they are laid into a worktree
 * @param problems in words: why it could not be read, what was left out of it
 */
@Type("ConfigRepositoryReading")
public record ConfigRepositoryReading(boolean readable, @Nullable String commit, @NonNull List<@NonNull String> files,
        @NonNull List<@NonNull String> problems) {

    static ConfigRepositoryReading of(Found found) {
        var content = found.content();
        return new ConfigRepositoryReading(found.current(), content == null ? null : content.commit(),
                content == null ? List.of() : content.files().stream().map(ConfigFile::path).toList(), found.problems());
    }
}
