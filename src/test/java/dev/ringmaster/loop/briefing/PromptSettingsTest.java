package dev.ringmaster.loop.briefing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.ringmaster.loop.briefing.PromptSettings.Repository;
import dev.ringmaster.loop.briefing.PromptSettingsInput.ConfigRepositoryInput;
import dev.ringmaster.support.RingmasterException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class PromptSettingsTest {

    private static final String REPOSITORY = "ringmaster.prompt.config-repository.";

    private static PromptSettings server(Map<String, String> settings) {
        return PromptSettings.of(new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(PromptConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100)).build().getConfigMapping(PromptConfig.class));
    }

    private static @Nullable Repository checked(String url, String ref, String folder) {
        return new PromptSettingsInput(new ConfigRepositoryInput(url, ref, folder), null).checked().configRepository();
    }

    @Test
    void the_servers_configuration_is_told_without_what_nobody_may_see() {
        var settings = server(Map.of(REPOSITORY + "url", "https://me:open-sesame@host/agents", REPOSITORY + "folder", "team",
                REPOSITORY + "token", "open-sesame", "ringmaster.prompt.condense", "true"));

        assertThat(settings).isEqualTo(new PromptSettings(new Repository("https://host/agents", null, "team"), true));
    }

    @Test
    void a_server_that_is_told_nothing_has_no_repository_and_cuts() {
        assertThat(server(Map.of())).isEqualTo(new PromptSettings(null, false));
        assertThat(server(Map.of(REPOSITORY + "url", " "))).isEqualTo(new PromptSettings(null, false));
    }

    @Test
    void what_is_kept_is_what_is_understood() {
        assertThat(checked(" https://host/agents ", " main ", "/team/skills/")).isEqualTo(
                new Repository("https://host/agents", "main", "team/skills"));
        assertThat(checked("/srv/agents", " ", "/")).isEqualTo(new Repository("/srv/agents", null, null));
    }

    @Test
    void what_no_repository_can_be_is_refused() {
        assertThatThrownBy(() -> checked(" ", "main", "")).isInstanceOf(RingmasterException.class);
        assertThatThrownBy(() -> checked("/srv/agents", "a..b", "")).hasMessageContaining("such as main or v1.2");
    }
}
