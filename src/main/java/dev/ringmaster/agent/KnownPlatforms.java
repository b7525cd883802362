package dev.ringmaster.agent;

import java.util.List;
import java.util.Optional;

/** The coding-agent CLIs that Ringmaster can run out of the box. */
public final class KnownPlatforms {

    /**
     * A CLI by its name in the configuration.
     *
     * @param binary the program to look for in PATH
     * @param loginCommand what a person runs once, or which variable to set
     */
    public record Known(String name, String title, String binary, String installCommand, String loginCommand) {
    }

    private static final List<Known> ALL = List.of(
            new Known("claude-code", "Claude Code", "claude", "npm install -g @anthropic-ai/claude-code", "claude /login"),
            new Known("aider", "Aider", "aider", "python -m pip install aider-install && aider-install",
                    "set OPENAI_API_KEY or ANTHROPIC_API_KEY"),
            new Known("codex", "Codex CLI", "codex", "npm install -g @openai/codex", "codex login"),
            new Known("gemini", "Gemini CLI", "gemini", "npm install -g @google/gemini-cli", "set GEMINI_API_KEY"),
            new Known("opencode", "OpenCode", "opencode", "npm install -g opencode-ai", "opencode auth login"));

    private KnownPlatforms() {
    }

    public static List<Known> all() {
        return ALL;
    }

    public static Optional<Known> byName(String name) {
        return ALL.stream().filter(known -> known.name().equals(name)).findFirst();
    }
}
