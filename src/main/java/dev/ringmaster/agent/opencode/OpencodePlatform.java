package dev.ringmaster.agent.opencode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.CodingPlatform;
import dev.ringmaster.agent.LaunchSpec;
import dev.ringmaster.agent.PlatformProbe;
import dev.ringmaster.agent.Subscription;
import dev.ringmaster.agent.cli.Arguments;
import dev.ringmaster.agent.cli.CliProbe;
import dev.ringmaster.agent.cli.Installation;
import dev.ringmaster.agent.cli.Json;
import dev.ringmaster.agent.cli.Preflight;
import dev.ringmaster.support.RingmasterException;

/**
 * {@code opencode run --format json --auto}, measured with 1.18.33. The prompt goes through standard input, because one
 * argument holds 128 KiB at most and one with a space in it is put in quotes.
 * <p>
 * Its errors go to standard error as well, because it waits in silence for a limit that it was told the end of.
 * <p>
 * The configuration directory holds what otherwise lies in the home directory: {@code .config/opencode},
 * {@code .local/share/opencode} with the logins and sessions, and so on.
 * <p>
 * The repository under work is hostile. {@code OPENCODE_DISABLE_PROJECT_CONFIG} keeps its {@code opencode.json} (providers and
 * their addresses, servers) out, but measured, a second reader of the same files runs the plugins in its {@code .opencode}
 * all the same. So it is not started where the repository has such files.
 * <p>
 * For the plan, whatever writes or runs is denied, which {@code --auto} does not overrule.
 */
public final class OpencodePlatform implements CodingPlatform {

    public static final String NAME = "opencode";

    static final String CONFIG = "OPENCODE_CONFIG_CONTENT";

    /** A login that comes from one of its own plugins needs OPENCODE_DISABLE_DEFAULT_PLUGINS=0 in the subscription's env. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "OPENCODE_DISABLE_AUTOUPDATE", "1",
            "OPENCODE_DISABLE_MODELS_FETCH", "1",
            "OPENCODE_DISABLE_LSP_DOWNLOAD", "1",
            "OPENCODE_DISABLE_DEFAULT_PLUGINS", "1",
            "OPENCODE_DISABLE_CLAUDE_CODE", "1",
            "OPENCODE_DISABLE_EXTERNAL_SKILLS", "1",
            "OPENCODE_DISABLE_SHARE", "1");

    private static final List<String> OBEYED = List.of("opencode.json", "opencode.jsonc", ".opencode");

    private static final List<String> DENIED_IN_PLAN = List.of("edit", "bash", "external_directory", "task");

    private final Installation installation;

    public OpencodePlatform(Installation installation) {
        this.installation = installation;
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

    /** Providers may be configured with keys of any name, or need none, so the absence of a login says nothing. */
    private static @Nullable Boolean loggedIn(Installation installation) {
        return installation.givesAnyKey()
                || Files.isRegularFile(installation.configDir().resolve(".local/share/opencode/auth.json")) ? true : null;
    }

    /** @throws RingmasterException VALIDATION when the session id, the model or the inline configuration is not one */
    @Override
    public LaunchSpec launch(AgentTask task) {
        List<String> argv = new ArrayList<>(List.of(installation.command(), "run", "--format", "json", "--auto",
                "--print-logs", "--log-level", "ERROR"));
        if (task.readOnly()) {
            argv.addAll(List.of("--agent", "plan"));
        }
        Arguments.model(task).ifPresent(model -> argv.addAll(List.of("--model", model)));
        Arguments.session(task, "OpenCode").ifPresent(session -> argv.addAll(List.of("--session", session)));
        return new Preflight(task).forbid(OBEYED)
                .before(new LaunchSpec(argv, environment(task), Map.of(), task.prompt()));
    }

    private static Map<String, String> environment(AgentTask task) {
        Map<String, String> environment = new HashMap<>(DEFAULTS);
        environment.putAll(task.environment());
        Path home = task.configDir();
        environment.put("XDG_CONFIG_HOME", home.resolve(".config").toString());
        environment.put("XDG_DATA_HOME", home.resolve(".local/share").toString());
        environment.put("XDG_STATE_HOME", home.resolve(".local/state").toString());
        environment.put("XDG_CACHE_HOME", home.resolve(".cache").toString());
        if (!task.trusted()) {
            environment.put("OPENCODE_DISABLE_PROJECT_CONFIG", "1");
        }
        environment.put(CONFIG, configuration(task).toString());
        environment.put("TMPDIR", task.scratch().toString());
        return environment;
    }

    /** The subscription's own inline configuration, if any, with ours over it: nothing else comes later. */
    private static ObjectNode configuration(AgentTask task) {
        String own = task.environment().getOrDefault(CONFIG, "");
        ObjectNode configuration = own.isBlank() ? JsonNodeFactory.instance.objectNode() : Json.object(own);
        if (configuration == null) {
            throw RingmasterException.invalid(CONFIG + " in the subscription's env is not a JSON object. Correct it.");
        }
        configuration.put("autoupdate", false).put("share", "disabled");
        if (task.readOnly()) {
            ObjectNode permission = configuration.putObject("permission");
            DENIED_IN_PLAN.forEach(tool -> permission.put(tool, "deny"));
        }
        return configuration;
    }

    @Override
    public String login(Path configDir) {
        return "XDG_DATA_HOME=" + configDir.resolve(".local/share") + " opencode auth login";
    }

    @Override
    public AgentEventParser parser(AgentTask task) {
        return new OpencodeParser(task);
    }
}
