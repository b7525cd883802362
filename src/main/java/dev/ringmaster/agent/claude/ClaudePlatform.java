package dev.ringmaster.agent.claude;

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
import dev.ringmaster.agent.cli.Installation;
import dev.ringmaster.support.RingmasterException;

/**
 * Claude Code in headless mode. The prompt goes through standard input, because one argument holds 128 KiB at most.
 * <p>
 * The repository under work is hostile: measured with 2.1.330, its {@code .claude/settings.json} ran hooks and redirected the
 * API key, and its {@code .mcp.json} started servers. {@code --setting-sources user --strict-mcp-config} stops all three; it
 * also drops the repository's CLAUDE.md, which therefore travels inside the prompt, quoted.
 * <p>
 * Measured with 2.1.330: {@code --max-budget-usd} counts what the process itself spends, not what its session had spent
 * before. It is looked at after each message, whose tools may not be run any more then; so no message is asked for after the
 * one that reaches the budget, whether or not a server watches. The model is told with each request how much is left.
 */
public final class ClaudePlatform implements CodingPlatform {

    public static final String NAME = "claude-code";

    private static final Map<String, String> DEFAULTS = Map.of(
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1",
            "DISABLE_AUTOUPDATER", "1",
            "DISABLE_TELEMETRY", "1",
            "DISABLE_ERROR_REPORTING", "1",
            // 10 by default, which makes a refused key take 185 s to be said
            "CLAUDE_CODE_MAX_RETRIES", "3");

    private final Installation installation;

    public ClaudePlatform(Installation installation) {
        this.installation = installation;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PlatformProbe probe() {
        return new ClaudeProbe(installation).probe(login(installation.configDir()));
    }

    @Override
    public @Nullable Boolean loggedIn(Subscription account) {
        return new ClaudeProbe(installation.of(account)).loggedIn();
    }

    @Override
    public boolean takesSystemPrompt() {
        return true;
    }

    /** @throws RingmasterException VALIDATION when the session id or the model could be taken for an option */
    @Override
    public LaunchSpec launch(AgentTask task) {
        List<String> argv = new ArrayList<>(List.of(installation.command(), "-p", "--output-format", "stream-json", "--verbose",
                "--setting-sources", "user", "--strict-mcp-config"));
        if (task.readOnly()) {
            argv.addAll(List.of("--permission-mode", "plan"));
        } else {
            argv.addAll(List.of("--permission-mode", "acceptEdits", "--allowedTools", "Bash"));
        }
        Arguments.session(task, "Claude Code").ifPresent(session -> argv.addAll(List.of("--resume", session)));
        Arguments.model(task).ifPresent(model -> argv.addAll(List.of("--model", model)));
        if (task.systemPrompt() != null) {
            argv.addAll(List.of("--append-system-prompt", task.systemPrompt()));
        }
        if (task.budgetUsd() != null) {
            argv.addAll(List.of("--max-budget-usd", task.budgetUsd().toPlainString()));
        }
        return new LaunchSpec(argv, environment(task), Map.of(), task.prompt());
    }

    /** The subscription may change the defaults, but not where sessions and temporary files lie. */
    private static Map<String, String> environment(AgentTask task) {
        Map<String, String> environment = new HashMap<>(DEFAULTS);
        environment.putAll(task.environment());
        environment.put(ClaudeProbe.CONFIG_DIR, task.configDir().toString());
        environment.put("TMPDIR", task.scratch().toString());
        return environment;
    }

    @Override
    public String login(Path configDir) {
        return ClaudeProbe.CONFIG_DIR + "=" + configDir + " claude /login";
    }

    @Override
    public AgentEventParser parser(AgentTask task) {
        return new ClaudeParser(task);
    }

    /** Where Claude Code keeps its login when nothing else is configured. */
    public static Path defaultConfigDir(Path home) {
        return home.resolve(".claude");
    }
}
