package dev.ringmaster.agent.demo;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.CodingPlatform;
import dev.ringmaster.agent.Executables;
import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.PlatformProbe;
import dev.ringmaster.agent.claude.ClaudeParser;

/**
 * A shell script that plays a coding agent: it edits files for real and speaks Claude Code's stream-json, but asks no model;
 * its usage numbers are made up, which it says itself. It knows the cards of {@link DemoRepository}; on any other card it
 * leaves a note in NOTES.md.
 */
public final class DemoPlatform implements CodingPlatform {

    public static final String NAME = "demo";

    private final String searchPath;
    private final String script = Bundled.text("agent.sh");

    /** @param searchPath the server's PATH, where the probe looks for a shell */
    public DemoPlatform(String searchPath) {
        this.searchPath = searchPath;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PlatformProbe probe() {
        Optional<Path> shell = Executables.find("sh", searchPath);
        return new PlatformProbe(NAME, shell.isPresent(), null, shell.map(Path::toString).orElse(null), true,
                shell.isPresent() ? "Simulated agent, part of Ringmaster; costs nothing"
                        : "The simulated agent needs a POSIX shell named sh in PATH");
    }

    @Override
    public LaunchSpec launch(AgentTask task) {
        Path file = task.scratch().resolve("demo-agent.sh");
        Map<String, String> environment = new HashMap<>(task.environment());
        environment.put("TMPDIR", task.scratch().toString());
        return new LaunchSpec(
                List.of("sh", file.toString(), task.readOnly() ? "plan" : "code",
                        Objects.requireNonNullElse(task.resumeSessionId(), "")),
                environment, Map.of(file, script), task.prompt());
    }

    @Override
    public AgentEventParser parser(AgentTask task) {
        return new ClaudeParser(task);
    }
}
