package dev.ringmaster.agent.cli;

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
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.agent.Executables;
import dev.ringmaster.agent.KnownPlatforms;
import dev.ringmaster.agent.KnownPlatforms.Known;
import dev.ringmaster.agent.PlatformProbe;

class CliProbeTest {

    private final Path bin;

    CliProbeTest(@TempDir Path bin) {
        this.bin = bin;
    }

    @ParameterizedTest
    @ValueSource(strings = { "aider", "codex", "gemini", "opencode" })
    void a_missing_one_names_the_command_that_installs_it(String name) {
        Known known = KnownPlatforms.byName(name).orElseThrow();

        PlatformProbe probe = probe(name, known.binary(), null);

        assertThat(probe.platform()).isEqualTo(name);
        assertThat(probe.available()).isFalse();
        assertThat(probe.message()).contains(known.installCommand(), "was not found ('" + known.binary() + "')");
    }

    @Test
    void one_that_is_there_tells_its_version_without_the_server_s_secrets() throws IOException {
        install("codex", "[ -z \"$SECRET\" ] && echo 'codex-cli 0.169.0'");

        PlatformProbe probe = probe("codex", "codex", null);

        assertThat(probe.available()).isTrue();
        assertThat(probe.version()).isEqualTo("0.169.0");
        assertThat(probe.path()).isEqualTo(bin.resolve("codex").toString());
        assertThat(probe.message()).isEqualTo("Codex CLI 0.169.0; whether it is logged in is not known");
    }

    @Test
    void one_that_is_not_logged_in_says_how() throws IOException {
        install("codex", "echo 'codex-cli 0.169.0'");

        assertThat(probe("codex", "codex", false).message())
                .isEqualTo("Codex CLI 0.169.0, not logged in. Log in with: do this");
        assertThat(probe("codex", "codex", true).message()).isEqualTo("Codex CLI 0.169.0");
    }

    @ParameterizedTest
    @CsvSource({ "0.150.0, true", "0.149.9, false", "0.169.0-alpha.3, true", "1.0, true", "0.9.200, false" })
    void one_that_is_too_old_is_not_available(String version, boolean available) throws IOException {
        install("codex", "echo 'codex-cli " + version + "'");

        PlatformProbe probe = probe("codex", "codex", true);

        assertThat(probe.available()).isEqualTo(available);
        assertThat(probe.version()).isEqualTo(version);
        assertThat(probe.message().contains("too old, 0.150.0 is the oldest supported. Update it with: npm"))
                .isNotEqualTo(available);
    }

    @Test
    void one_that_cannot_say_its_version_is_not_available() throws IOException {
        Path broken = install("broken", "exit 3");

        assertThat(probe("gemini", broken.toString(), true).available()).isFalse();
    }

    @Test
    void a_program_is_found_by_name_or_by_path_and_must_be_executable() throws IOException {
        Path tool = install("tool", "exit 0");
        Path text = Files.writeString(bin.resolve("text"), "no program");

        assertThat(Executables.find("tool", "/nowhere::" + bin)).contains(tool);
        assertThat(Executables.find(tool.toString(), "")).contains(tool);
        assertThat(Executables.find("text", bin.toString())).isEmpty();
        assertThat(Executables.find(text.toString(), bin.toString())).isEmpty();
        assertThat(Executables.find("\0", bin.toString())).isEmpty();
    }

    private PlatformProbe probe(String platform, String command, @org.jspecify.annotations.Nullable Boolean loggedIn) {
        return new CliProbe(platform,
                new Installation(command, bin, Map.of(), Map.of("PATH", bin + ":/usr/bin:/bin", "SECRET", "s")))
                .probe(loggedIn, "do this");
    }

    private Path install(String name, String script) throws IOException {
        Path binary = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
    }
}
