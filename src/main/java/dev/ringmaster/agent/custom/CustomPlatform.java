package dev.ringmaster.agent.custom;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.CodingPlatform;
import dev.ringmaster.agent.Executables;
import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.PlatformProbe;
import dev.ringmaster.agent.claude.ClaudeParser;

/**
 * Any CLI that takes a prompt and prints text. When the command names neither {@code {prompt}} nor {@code {promptFile}}, the
 * prompt goes to standard input; else standard input is empty. In the plan stage only the prompt keeps it from writing:
 * a custom CLI has no common option for that.
 */
public final class CustomPlatform implements CodingPlatform {

    private final CustomCommand configuration;
    private final CommandTemplate template;
    private final String searchPath;

    /** @param searchPath the server's PATH, where the probe looks for the program */
    public CustomPlatform(CustomCommand configuration, String searchPath) {
        this.configuration = configuration;
        this.template = new CommandTemplate(configuration.command());
        this.searchPath = searchPath;
    }

    @Override
    public String name() {
        return configuration.name();
    }

    @Override
    public PlatformProbe probe() {
        String program = configuration.command().getFirst();
        Optional<Path> found = Executables.find(program, searchPath);
        String message = found.map(path -> "Custom platform at " + path)
                .orElse("'" + program + "' was not found. Install it, or correct ringmaster.platforms." + name()
                        + ".command.");
        return new PlatformProbe(name(), found.isPresent(), null, found.map(Path::toString).orElse(null), null, message);
    }

    @Override
    public List<Path> ownDirectories() {
        return ProgramDirectories.of(configuration.command(), searchPath);
    }

    @Override
    public LaunchSpec launch(AgentTask task) {
        Path promptFile = task.scratch().resolve("prompt.md");
        Map<String, String> values = new HashMap<>();
        values.put("prompt", task.prompt());
        values.put("promptFile", promptFile.toString());
        values.put("worktree", task.worktree().toString());
        putUnlessBlank(values, "session", task.resumeSessionId());
        putUnlessBlank(values, "model", task.model());

        Map<String, String> environment = new HashMap<>(configuration.environment());
        environment.putAll(task.environment());
        environment.put("TMPDIR", task.scratch().toString());
        boolean byFile = template.uses("promptFile");
        boolean byInput = !byFile && !template.uses("prompt");
        return new LaunchSpec(template.fill(values), environment, byFile ? Map.of(promptFile, task.prompt()) : Map.of(),
                byInput ? task.prompt() : "");
    }

    private static void putUnlessBlank(Map<String, String> values, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            values.put(name, value);
        }
    }

    @Override
    public AgentEventParser parser(AgentTask task) {
        return switch (configuration.output()) {
            case LINES -> new LinesParser(configuration.patterns());
            case STREAM_JSON -> new ClaudeParser(task);
        };
    }
}
