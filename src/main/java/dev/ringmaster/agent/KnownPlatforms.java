package dev.ringmaster.agent;

import java.util.List;
import java.util.Optional;

/** The coding-agent CLIs that Ringmaster has a name for, whether or not it can run them yet. */
public final class KnownPlatforms {

    /**
     * A CLI by its name in the configuration.
     *
     * @param binary the program to look for in PATH
     * @param loginCommand what a person runs once, or which variable to set
     * @param supported whether this version can run it
     */
    public record Known(String name, String title, String binary, String installCommand, String loginCommand,
            boolean supported) {
    }

    private static final List<Known> ALL = List.of(
            new Known("claude-code", "Claude Code", "claude", "npm install -g @anthropic-ai/claude-code", "claude /login",
                    true),
            new Known("aider", "Aider", "aider", "python -m pip install aider-install && aider-install",
                    "set OPENAI_API_KEY or ANTHROPIC_API_KEY", true),
            new Known("codex", "Codex CLI", "codex", "npm install -g @openai/codex", "codex login", true),
            new Known("gemini", "Gemini CLI", "gemini", "npm install -g @google/gemini-cli", "set GEMINI_API_KEY", true),
            new Known("opencode", "OpenCode", "opencode", "npm install -g opencode-ai", "opencode auth login", true));

    private KnownPlatforms() {
    }

    public static List<Known> all() {
        return ALL;
    }

    public static Optional<Known> byName(String name) {
        return ALL.stream().filter(known -> known.name().equals(name)).findFirst();
    }
}
