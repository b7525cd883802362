package dev.ringmaster.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.agent.AgentsConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class SandboxSetupTest {

    @Test
    void files_that_the_configuration_names_can_be_read_and_the_home_around_them_cannot(@TempDir Path home) throws IOException {
        var script = Files.writeString(home.resolve("agent.sh"), "echo done");
        var cache = home.resolve("cache");
        var config = new SmallRyeConfigBuilder().withMapping(AgentsConfig.class).withMapping(SandboxConfig.class)
                .withConverter(Path.class, 100, Path::of)
                .withSources(new PropertiesConfigSource(Map.of("ringmaster.platforms.mine.command",
                        "sh," + script + ",{prompt}," + home + "," + home.resolve("missing"), "ringmaster.sandbox.readable",
                        cache.toString()), "test", 100))
                .build();

        var machine = SandboxSetup.machine(config.getConfigMapping(SandboxConfig.class),
                config.getConfigMapping(AgentsConfig.class), home, config);

        assertThat(machine.readable()).containsExactly(cache, script);
        assertThat(machine.hidden()).contains(home);
    }

    @Test
    void off_is_off_though_yaml_takes_it_for_a_boolean() {
        var config = new SmallRyeConfigBuilder().withMapping(SandboxConfig.class).withConverter(Path.class, 100, Path::of)
                .withSources(new PropertiesConfigSource(Map.of("ringmaster.sandbox.mode", "false",
                        "ringmaster.sandbox.subscriptions.mine.mode", "Required"), "test", 100))
                .build().getConfigMapping(SandboxConfig.class);

        assertThat(config.mode()).isEqualTo(SandboxMode.OFF);
        assertThat(config.subscriptions().values()).singleElement()
                .satisfies(mine -> assertThat(mine.mode()).contains(SandboxMode.REQUIRED));
    }
}
