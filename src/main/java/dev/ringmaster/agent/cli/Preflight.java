package dev.ringmaster.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.LaunchSpec;

/**
 * What has to be looked at or laid out in the working directory right before an agent starts there, which a launch, being
 * pure, cannot do: a small script of ours does it and then becomes the agent.
 */
public final class Preflight {

    private static final String SCRIPT = script();

    private final AgentTask task;
    private final List<String> steps = new ArrayList<>();

    public Preflight(AgentTask task) {
        this.task = task;
    }

    /**
     * For a CLI that has no option against it: refuses to start when the repository holds a file that the CLI would obey,
     * because it could run commands or send the credential elsewhere, unless the repository is trusted.
     */
    public Preflight forbid(List<String> files) {
        if (!task.trusted()) {
            files.forEach(file -> steps.addAll(List.of("-f", file)));
        }
        return this;
    }

    /**
     * For a CLI that reads files of this name by itself and follows links: refuses to start when one leads out of the
     * worktree, unless the repository is trusted.
     */
    public Preflight forbidLinksOut(String name) {
        if (!task.trusted()) {
            steps.addAll(List.of("-l", name));
        }
        return this;
    }

    /** Puts a copy of {@code source} in the place of {@code file} when that is not there. */
    public Preflight provide(Path source, Path file) {
        steps.addAll(List.of("-d", source.toString(), file.toString()));
        return this;
    }

    /** A directory for the CLI's own files in the worktree that no commit will contain. */
    public Preflight ignored(String directory) {
        steps.addAll(List.of("-i", directory));
        return this;
    }

    /** The launch with these steps before it. */
    public LaunchSpec before(LaunchSpec launch) {
        Path script = task.scratch().resolve("preflight.sh");
        List<String> argv = new ArrayList<>(List.of("sh", script.toString()));
        argv.addAll(steps);
        argv.add("--");
        argv.addAll(launch.argv());
        Map<Path, String> files = new HashMap<>(launch.files());
        files.put(script, SCRIPT);
        return new LaunchSpec(argv, launch.environment(), files, launch.stdin());
    }

    private static String script() {
        try (InputStream stream = Preflight.class.getResourceAsStream("/agent/preflight.sh")) {
            return new String(Objects.requireNonNull(stream, "preflight.sh").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
