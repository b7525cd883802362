package dev.ringmaster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

class EnvironmentPolicyTest {

    private static final Path HOME = Path.of("/agents/one");
    private static final Path TEMPORARY = Path.of("/agents/one/tmp");

    @Test
    void passesWhatAProcessNeedsAndNothingElse() {
        var server = Map.ofEntries(Map.entry("PATH", "/opt/bin:/usr/bin"), Map.entry("LANG", "de_DE.UTF-8"),
                Map.entry("LC_TIME", "C"), Map.entry("TZ", "Europe/Berlin"), Map.entry("USER", "me"),
                Map.entry("LOGNAME", "me"), Map.entry("SHELL", "/bin/bash"), Map.entry("HOME", "/home/me"),
                Map.entry("TERM", "xterm"), Map.entry("TMPDIR", "/tmp"), Map.entry("LD_PRELOAD", "/evil.so"),
                Map.entry("NODE_OPTIONS", "--require=/evil.js"), Map.entry("GITHUB_TOKEN", "t"),
                Map.entry("OPENAI_API_KEY", "k"), Map.entry("LC_API_KEY", "k"), Map.entry("HTTPS_PROXY", "http://u:p@proxy"),
                Map.entry("RINGMASTER_RUN", "outer"), Map.entry("QUARKUS_DATASOURCE_PASSWORD", "p"));

        assertThat(EnvironmentPolicy.base(server, HOME, TEMPORARY)).containsExactlyInAnyOrderEntriesOf(Map.of(
                "PATH", "/opt/bin:/usr/bin", "LANG", "de_DE.UTF-8", "LC_TIME", "C", "TZ", "Europe/Berlin", "USER", "me",
                "LOGNAME", "me", "SHELL", "/bin/bash", "TERM", "dumb", "HOME", "/agents/one", "TMPDIR", "/agents/one/tmp"));
    }

    @Test
    void fillsInWhatAServerWithoutEnvironmentLacks() {
        assertThat(EnvironmentPolicy.base(Map.of(), HOME, TEMPORARY)).containsExactlyInAnyOrderEntriesOf(Map.of(
                "PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8", "TERM", "dumb", "HOME", "/agents/one",
                "TMPDIR", "/agents/one/tmp"));
    }

    @Test
    void dropsPathEntriesThatWouldBeLookedUpInTheRepository() {
        var base = EnvironmentPolicy.base(Map.of("PATH", ".:/usr/bin::node_modules/.bin:/bin"), HOME, TEMPORARY);

        assertThat(base).containsEntry("PATH", "/usr/bin:/bin");
    }
}
