package dev.ringmaster.agent.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringmaster.agent.PlatformProbe;
import dev.ringmaster.agent.cli.Installation;

class ClaudeProbeTest {

    private final Path home;

    ClaudeProbeTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void a_missing_binary_names_the_command_that_installs_it() {
        PlatformProbe probe = probe(Map.of());

        assertThat(probe.available()).isFalse();
        assertThat(probe.message()).contains("npm install -g @anthropic-ai/claude-code");
    }

    @ParameterizedTest
    @CsvSource({ "2.1.330, true", "2.1.128, true", "2.1.127, false", "1.9.999, false", "3.0, true", "2.10.0, true" })
    void the_version_decides(String version, boolean available) throws IOException {
        install("echo '" + version + " (Claude Code)'");

        PlatformProbe probe = probe(Map.of("ANTHROPIC_API_KEY", "k"));

        assertThat(probe.available()).isEqualTo(available);
        assertThat(probe.version()).isEqualTo(version);
        assertThat(probe.path()).isEqualTo(home.resolve("bin/claude").toString());
        assertThat(probe.message()).contains(available ? version : "too old");
    }

    @Test
    void a_binary_that_cannot_say_its_version_is_not_available() throws IOException {
        install("exit 3");

        assertThat(probe(Map.of()).available()).isFalse();
    }

    @Test
    void the_login_is_told_from_keys_and_files() throws IOException {
        install("echo 2.1.330");
        assertThat(probe(Map.of("CLAUDE_CODE_OAUTH_TOKEN", "t")).loggedIn()).isTrue();
        assertThat(probe(Map.of()).message()).contains("claude /login");

        Files.writeString(Files.createDirectories(home.resolve("cfg")).resolve(".credentials.json"),
                "{\"claudeAiOauth\":{\"accessToken\":\"x\"}}");

        assertThat(probe(Map.of()).loggedIn()).isTrue();
        assertThat(probe(Map.of()).message()).doesNotContain("login");
    }

    private PlatformProbe probe(Map<String, String> environment) {
        return new ClaudeProbe(new Installation("claude", home.resolve("cfg"), environment,
                Map.of("PATH", home.resolve("none") + ":" + home.resolve("bin"), "HOME", home.toString())))
                .probe("claude /login");
    }

    private void install(String script) throws IOException {
        Path binary = Files.createDirectories(home.resolve("bin")).resolve("claude");
        Files.writeString(binary, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
    }
}
