package dev.ringmaster.loop.briefing;

import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.loop.briefing.PromptSettings.Repository;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.TextRule;
import dev.ringmaster.workspace.ConfigSource;

/**
 * What a person says of a project's prompts: all of it, so what is absent is the server's.
 */
@Input("PromptSettingsInput")
public record PromptSettingsInput(@Nullable ConfigRepositoryInput configRepository, @Nullable Boolean condense) {

    @Input("ConfigRepositoryInput")
    public record ConfigRepositoryInput(@NonNull String url, @Nullable String ref, @Nullable String folder) {

        private Repository checked() {
            var address = TextRule.characters("url", 2_000).checkFilled(url);
            var source = ConfigSource.of(address, TextRule.characters("ref", 200).checkOptional(ref),
                    TextRule.characters("folder", 500).checkOptional(folder));
            return new Repository(address, source.ref(), source.folder().isEmpty() ? null : source.folder());
        }
    }

    /** @throws RingmasterException VALIDATION for what is no repository's address, ref or folder */
    PromptSettings checked() {
        return new PromptSettings(configRepository == null ? null : configRepository.checked(), condense);
    }
}
