package dev.ringmaster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.agent.KnownPlatforms.Known;

class BinaryProbeTest {

    private final Path bin;

    BinaryProbeTest(@TempDir Path bin) {
        this.bin = bin;
    }

    @ParameterizedTest
    @ValueSource(strings = { "aider", "codex", "gemini", "opencode" })
    void a_missing_one_names_the_command_that_installs_it(String name) {
        Known known = KnownPlatforms.byName(name).orElseThrow();

        PlatformProbe probe = BinaryProbe.probe(known, Map.of("PATH", bin.toString()));

        assertThat(probe.platform()).isEqualTo(name);
        assertThat(probe.available()).isFalse();
        assertThat(probe.message()).contains(known.installCommand(), "cannot run it yet");
    }

    @Test
    void one_that_is_there_is_named_with_its_version_and_still_not_available() throws IOException {
        install("codex", "[ -z \"$SECRET\" ] && echo 'codex-cli 0.169.0'");

        PlatformProbe probe = BinaryProbe.probe(KnownPlatforms.byName("codex").orElseThrow(),
                Map.of("PATH", bin + ":/usr/bin:/bin", "SECRET", "s"));

        assertThat(probe.available()).isFalse();
        assertThat(probe.version()).isEqualTo("0.169.0");
        assertThat(probe.path()).isEqualTo(bin.resolve("codex").toString());
        assertThat(probe.message()).startsWith("Codex CLI 0.169.0 found, but this version of Ringmaster cannot run it yet");
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

    @Test
    void all_five_have_a_name_and_one_can_be_run() {
        assertThat(KnownPlatforms.all()).extracting(Known::name).containsExactly("claude-code", "aider", "codex", "gemini",
                "opencode");
        assertThat(KnownPlatforms.all()).filteredOn(Known::supported).extracting(Known::name)
                .containsExactly("claude-code");
    }

    private Path install(String name, String script) throws IOException {
        Path binary = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
    }
}
