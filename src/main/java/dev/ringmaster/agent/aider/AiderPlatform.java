package dev.ringmaster.agent.aider;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.CodingPlatform;
import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.PlatformProbe;
import dev.ringmaster.agent.Subscription;
import dev.ringmaster.agent.cli.Arguments;
import dev.ringmaster.agent.cli.CliProbe;
import dev.ringmaster.agent.cli.Installation;
import dev.ringmaster.agent.cli.Preflight;
import dev.ringmaster.support.RingmasterException;

/**
 * {@code aider --message-file}, after its source at 5dc9490bb (0.86.3.dev). It has no sessions, so each iteration starts
 * afresh. Its commits are switched off: the loop commits, without a second model to name them. Its histories lie in the
 * scratch directory; the cache of its repository map must lie in the worktree, where git is told to ignore it. For the plan
 * it answers in its chat mode {@code ask}, which edits nothing.
 * <p>
 * The configuration directory is its home: {@code .aider.conf.yml}, {@code .env} and the like may lie there.
 * <p>
 * The repository under work is hostile: aider takes commands to run, the address the key is sent to and any variable from
 * files in it and has no option against that, so it is not started where the repository has such files.
 */
public final class AiderPlatform implements CodingPlatform {

    public static final String NAME = "aider";

    private static final List<String> OBEYED = List.of(".env", ".aider.conf.yml", ".aider.model.settings.yml",
            ".aider.model.metadata.json");

    private static final List<String> QUIET = List.of("--yes-always", "--no-stream", "--no-pretty", "--no-fancy-input",
            "--no-check-update", "--no-show-release-notes", "--no-show-model-warnings", "--analytics-disable", "--no-gitignore",
            "--no-auto-commits", "--no-dirty-commits", "--no-suggest-shell-commands", "--no-detect-urls",
            "--disable-playwright");

    private static final Map<String, String> DEFAULTS = Map.of(
            // What it prints is wrapped at this width, 80 where nobody says; the tests of messages need whole lines.
            "COLUMNS", "4000",
            // Honoured from python-dotenv 1.2 on: a .env of the repository is then not read.
            "PYTHON_DOTENV_DISABLED", "1");

    private final Installation installation;

    public AiderPlatform(Installation installation) {
        this.installation = installation;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Keys may have any name and local models need none, so the absence of a key says nothing. */
    @Override
    public PlatformProbe probe() {
        return new CliProbe(NAME, installation).probe(loggedIn(installation), login(installation.configDir()));
    }

    @Override
    public @Nullable Boolean loggedIn(Subscription account) {
        return loggedIn(installation.of(account));
    }

    private static @Nullable Boolean loggedIn(Installation installation) {
        return installation.givesAnyKey() ? true : null;
    }

    /** @throws RingmasterException VALIDATION when the model could be taken for an option */
    @Override
    public LaunchSpec launch(AgentTask task) {
        Path prompt = task.scratch().resolve("prompt.md");
        List<String> argv = new ArrayList<>(List.of(installation.command(), "--message-file", prompt.toString()));
        argv.addAll(QUIET);
        argv.addAll(List.of("--chat-history-file", task.scratch().resolve("chat.history.md").toString(),
                "--input-history-file", task.scratch().resolve("input.history").toString()));
        if (task.readOnly()) {
            argv.addAll(List.of("--chat-mode", "ask", "--dry-run"));
        }
        Arguments.model(task).ifPresent(model -> argv.addAll(List.of("--model", model)));
        return new Preflight(task).forbid(OBEYED).ignored(".aider.tags.cache.v3").ignored(".aider.tags.cache.v4")
                .before(new LaunchSpec(argv, environment(task), Map.of(prompt, task.prompt()), ""));
    }

    private static Map<String, String> environment(AgentTask task) {
        Map<String, String> environment = new HashMap<>(DEFAULTS);
        environment.putAll(task.environment());
        environment.put("HOME", task.configDir().toString());
        environment.put("TMPDIR", task.scratch().toString());
        return environment;
    }

    @Override
    public String login(Path configDir) {
        return "set OPENAI_API_KEY or the like in the subscription's env";
    }

    @Override
    public AgentEventParser parser(AgentTask task) {
        return new AiderParser();
    }
}
