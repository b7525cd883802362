package dev.ringmaster.agent;

import java.util.List;
import java.util.Optional;

/** The coding-agent CLIs that Ringmaster can run out of the box. */
public final class KnownPlatforms {

    /**
     * A CLI by its name in the configuration.
     *
     * @param binary the program to look for in PATH
     * @param oldestVersion the first one that prints and understands what its package relies on
     * @param loginCommand what a person runs once, or which variable to set
     */
    public record Known(String name, String title, String binary, String oldestVersion, String installCommand,
            String loginCommand) {
    }

    private static final List<Known> ALL = List.of(
            new Known("claude-code", "Claude Code", "claude", "2.1.128", "npm install -g @anthropic-ai/claude-code",
                    "claude /login"),
            new Known("aider", "Aider", "aider", "0.80.0", "python -m pip install aider-install && aider-install",
                    "set OPENAI_API_KEY or ANTHROPIC_API_KEY"),
            new Known("codex", "Codex CLI", "codex", "0.150.0", "npm install -g @openai/codex", "codex login"),
            new Known("gemini", "Gemini CLI", "gemini", "0.50.0", "npm install -g @google/gemini-cli", "set GEMINI_API_KEY"),
            new Known("opencode", "OpenCode", "opencode", "1.18.0", "npm install -g opencode-ai", "opencode auth login"));

    private KnownPlatforms() {
    }

    public static List<Known> all() {
        return ALL;
    }

    public static Optional<Known> byName(String name) {
        return ALL.stream().filter(known -> known.name().equals(name)).findFirst();
    }
}
