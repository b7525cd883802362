package dev.ringmaster.agent.gemini;

import java.nio.file.Files;
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
 * {@code gemini --output-format stream-json}, measured with 0.61.0. The prompt goes through standard input, before the
 * sentence given with {@code -p}, because one argument holds 128 KiB at most. For the plan {@code --yolo} is left out:
 * measured, the tools that write and run are then not there, and the run ends well all the same.
 * <p>
 * The repository under work is hostile: headless work needs {@code --skip-trust}, with which the CLI takes servers, hooks
 * and the address the key is sent to from the repository's {@code .gemini}. It has no option against that and skips settings
 * of the system that root does not own, so it is not started where the repository has such files.
 */
public final class GeminiPlatform implements CodingPlatform {

    public static final String NAME = "gemini";

    private static final List<String> OBEYED = List.of(".env", ".gemini/settings.json", ".gemini/.env", ".gemini/extensions",
            ".gemini/policies", ".gemini/hooks");

    /** The loop tries again too, and waits better than the CLI, which by itself asks a failing API for minutes. */
    private static final String SETTINGS = """
            {
              "general": { "enableAutoUpdate": false, "maxAttempts": 4 },
              "privacy": { "usageStatisticsEnabled": false },
              "telemetry": { "enabled": false },
              "hooksConfig": { "enabled": false },
              "security": { "auth": { %s } },
              "advanced": { "ignoreLocalEnv": true }
            }
            """;

    private static final Map<String, String> DEFAULTS = Map.of(
            // The process it would start as its child ignores SIGTERM.
            "GEMINI_CLI_NO_RELAUNCH", "true",
            "GEMINI_TELEMETRY_ENABLED", "false",
            // A .env somewhere above cannot say where the key goes: what is set is not overridden, be it empty. An address in
            // their place would make the CLI choose a login for gateways, which it then refuses.
            "GOOGLE_GEMINI_BASE_URL", "",
            "GOOGLE_VERTEX_BASE_URL", "");

    private static final List<String> KEYS = List.of("GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI",
            "GOOGLE_APPLICATION_CREDENTIALS");

    private final Installation installation;

    public GeminiPlatform(Installation installation) {
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

    /** Newer versions may keep a login in the keychain, so its absence from the files says nothing. */
    private static @Nullable Boolean loggedIn(Installation installation) {
        boolean login = Files.isRegularFile(home(installation.configDir()).resolve(".gemini/oauth_creds.json"));
        return login || installation.gives(KEYS::contains) ? true : null;
    }

    /** @throws RingmasterException VALIDATION when the session id or the model could be taken for an option */
    @Override
    public LaunchSpec launch(AgentTask task) {
        List<String> argv = new ArrayList<>(List.of(installation.command(), "--output-format", "stream-json", "--skip-trust"));
        if (!task.readOnly()) {
            argv.add("--yolo");
        }
        Arguments.model(task).ifPresent(model -> argv.addAll(List.of("--model", model)));
        Arguments.session(task, "Gemini CLI").ifPresent(session -> argv.addAll(List.of("--resume", session)));
        argv.addAll(List.of("-p", "Do what is written above."));
        Path settings = task.scratch().resolve("gemini-settings.json");
        return new Preflight(task).forbid(OBEYED).forbidLinksOut("GEMINI.md")
                .provide(settings, home(task.configDir()).resolve(".gemini/settings.json"))
                .before(new LaunchSpec(argv, environment(task), Map.of(settings, settings(task)), task.prompt()));
    }

    /**
     * For a configuration directory that has no settings yet. The kind of login is said, because with an address in
     * {@code GOOGLE_GEMINI_BASE_URL} the CLI would take it for a gateway's.
     */
    private static String settings(AgentTask task) {
        boolean key = !task.environment().getOrDefault("GEMINI_API_KEY", "").isBlank();
        boolean vertex = task.environment().getOrDefault("GOOGLE_GENAI_USE_VERTEXAI", "").equals("true");
        return SETTINGS.formatted(vertex ? "\"selectedType\": \"vertex-ai\""
                : key ? "\"selectedType\": \"gemini-api-key\"" : "");
    }

    private static Map<String, String> environment(AgentTask task) {
        Map<String, String> environment = new HashMap<>(DEFAULTS);
        environment.putAll(task.environment());
        environment.put("GEMINI_CLI_HOME", home(task.configDir()).toString());
        environment.put("TMPDIR", task.scratch().toString());
        return environment;
    }

    /** The CLI wants the directory that holds {@code .gemini}; people configure either. */
    private static Path home(Path configDir) {
        Path parent = configDir.getParent();
        return configDir.endsWith(".gemini") && parent != null ? parent : configDir;
    }

    @Override
    public String login(Path configDir) {
        return "set GEMINI_API_KEY in the subscription's env";
    }

    @Override
    public AgentEventParser parser(AgentTask task) {
        return new GeminiParser(task);
    }
}
