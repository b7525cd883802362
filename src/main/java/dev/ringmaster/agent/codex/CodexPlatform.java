package dev.ringmaster.agent.codex;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
import dev.ringmaster.support.RingmasterException;

/**
 * {@code codex exec --json}, measured with 0.169.0. The prompt goes through standard input ({@code -}), because one argument
 * holds 128 KiB at most.
 * <p>
 * The sandbox is Codex's own: {@code workspace-write} for work (the worktree and the temporary directory are writable, the
 * network is closed unless {@code config.toml} in the configuration directory opens it, git's directory is not writable, so
 * the loop commits), {@code read-only} for the plan. Where the kernel or a container does not allow that sandbox, the
 * subscription's variable {@value #SANDBOX} names another.
 * <p>
 * The repository under work is hostile: marked as untrusted, its {@code .codex/config.toml} (which can start servers and
 * redirect the API key) and rules are not read. Its AGENTS.md travels inside the prompt, quoted.
 */
public final class CodexPlatform implements CodingPlatform {

    public static final String NAME = "codex";

    /** Variable of a subscription: the sandbox for work, in place of workspace-write. Never for the plan. */
    public static final String SANDBOX = "RINGMASTER_CODEX_SANDBOX";

    static final String CONFIG_DIR = "CODEX_HOME";

    private static final Set<String> SANDBOXES = Set.of("read-only", "workspace-write", "danger-full-access");
    /** Without these, 0.169.0 asked for github.com, api.github.com and chatgpt.com. */
    private static final List<String> SILENCE = List.of("analytics.enabled=false", "check_for_update_on_startup=false",
            "features.plugins=false", "features.apps=false", "features.remote_plugin=false");
    private static final List<String> KEYS = List.of("CODEX_API_KEY", "OPENAI_API_KEY", "CODEX_ACCESS_TOKEN");

    private final Installation installation;
    private final Clock clock;

    public CodexPlatform(Installation installation) {
        this(installation, Clock.systemDefaultZone());
    }

    /** @param clock its zone is the one in which the CLI tells times, unless the subscription sets TZ */
    CodexPlatform(Installation installation, Clock clock) {
        this.installation = installation;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PlatformProbe probe() {
        return new CliProbe(NAME, installation).probe(loggedIn(installation), login(installation.configDir()));
    }

    @Override
    public @Nullable Boolean loggedIn(Subscription account) {
        return loggedIn(installation.of(account));
    }

    /** A provider in config.toml may name a key of its own, or need none. */
    private static @Nullable Boolean loggedIn(Installation installation) {
        if (installation.gives(KEYS::contains) || Files.isRegularFile(installation.configDir().resolve("auth.json"))) {
            return true;
        }
        return Files.isRegularFile(installation.configDir().resolve("config.toml")) ? null : Boolean.FALSE;
    }

    @Override
    public boolean takesSystemPrompt() {
        return true;
    }

    /** @throws RingmasterException VALIDATION when the session id, the model or the sandbox is not one */
    @Override
    public LaunchSpec launch(AgentTask task) {
        List<String> argv = new ArrayList<>(List.of(installation.command(), "exec", "--json", "--skip-git-repo-check",
                "--sandbox", sandbox(task)));
        setting(argv, "projects={" + quoted(task.worktree().toString()) + "={trust_level=\""
                + (task.trusted() ? "trusted" : "untrusted") + "\"}}");
        setting(argv, "project_doc_max_bytes=0");
        SILENCE.forEach(setting -> setting(argv, setting));
        if (task.systemPrompt() != null) {
            setting(argv, "developer_instructions=" + quoted(task.systemPrompt()));
        }
        Arguments.model(task).ifPresent(model -> argv.addAll(List.of("--model", model)));
        Arguments.session(task, "Codex").ifPresent(thread -> argv.addAll(List.of("resume", thread)));
        argv.add("-");
        return new LaunchSpec(argv, environment(task), Map.of(), task.prompt());
    }

    private static void setting(List<String> argv, String setting) {
        argv.add("-c");
        argv.add(setting);
    }

    /** A basic string of TOML. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
                .replace("\t", "\\t").replaceAll("\\p{Cntrl}", "") + '"';
    }

    private static String sandbox(AgentTask task) {
        String sandbox = task.environment().getOrDefault(SANDBOX, "workspace-write");
        if (!SANDBOXES.contains(sandbox)) {
            throw RingmasterException.invalid(SANDBOX + " is '" + sandbox + "'. Write one of "
                    + String.join(", ", SANDBOXES.stream().sorted().toList()) + ".");
        }
        return task.readOnly() ? "read-only" : sandbox;
    }

    private static Map<String, String> environment(AgentTask task) {
        Map<String, String> environment = new HashMap<>(task.environment());
        environment.remove(SANDBOX);
        environment.put(CONFIG_DIR, task.configDir().toString());
        environment.put("TMPDIR", task.scratch().toString());
        return environment;
    }

    @Override
    public String login(Path configDir) {
        return CONFIG_DIR + "=" + configDir + " codex login";
    }

    @Override
    public AgentEventParser parser(AgentTask task) {
        return new CodexParser(task, clock.withZone(zone(task.environment().get("TZ"))));
    }

    private ZoneId zone(@Nullable String name) {
        try {
            return name == null ? clock.getZone() : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return clock.getZone();
        }
    }
}
