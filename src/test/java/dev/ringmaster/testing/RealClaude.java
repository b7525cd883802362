package dev.ringmaster.testing;

import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

import dev.ringmaster.agent.Executables;

/** The real Claude Code CLI, when this machine has it. */
public final class RealClaude {

    private static final String INSTALL = "npm install --prefix DIRECTORY @anthropic-ai/claude-code@2.1.330";

    private RealClaude() {
    }

    /** Its path: of the environment variable RINGMASTER_TEST_CLAUDE, else found in PATH; skips the test when there is none. */
    public static Path orSkip() {
        String configured = System.getenv().getOrDefault("RINGMASTER_TEST_CLAUDE", "claude");
        var found = Executables.find(configured, System.getenv().getOrDefault("PATH", ""));
        Assumptions.assumeTrue(found.isPresent(), "Claude Code is not installed ('" + configured + "'). Install it with: "
                + INSTALL + " and set RINGMASTER_TEST_CLAUDE=DIRECTORY/node_modules/.bin/claude");
        return found.orElseThrow();
    }
}
