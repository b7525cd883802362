package dev.ringmaster.loop;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * A server whose agents are shell scripts: each runs the script that its card's task prompt contains, in the worktree. It
 * has little patience.
 */
public final class ScriptedAgentsProfile implements QuarkusTestProfile {

    /** Prints plain lines; the account that a card gets by default. */
    static final String LINES = "lines";
    /** Prints what Claude Code would. */
    static final String STREAM_JSON = "stream-json";
    /** Has room for one run at a time. */
    static final String NARROW = "narrow";
    /** Keeps 10 % of its windows for its owner. */
    static final String RESERVED = "reserved";
    /** A model of which a token of output costs ten cents. */
    static final String DIME = "dime";
    /** Its program is not there. */
    static final String MISSING = "missing";

    /** Tells by patterns what it uses, changes and fails at. */
    static final String PATTERNS = "patterns";

    /** The task's script is told the session that it is to resume, if any. */
    private static final String RUN_TASK = """
            sed -n '/^```sh$/,/^```$/p' "$1" | sed '/^```/d' > "$TMPDIR/task.sh"; exec /bin/sh "$TMPDIR/task.sh" "$2\"""";

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(Map.of(
                "ringmaster.loop.cooldown", "50ms", "ringmaster.loop.error-cooldown", "100ms",
                "ringmaster.loop.hang-after", "8s", "ringmaster.loop.result-grace", "2s",
                "ringmaster.loop.check-timeout", "6s", "ringmaster.loop.limit-backoff", "200ms",
                "ringmaster.loop.max-limit-backoff", "400ms", "ringmaster.loop.max-parks", "3"));
        platform(settings, "script-lines", "lines");
        platform(settings, "script-json", "stream-json");
        settings.put("ringmaster.prices.\"" + DIME + "\".input", "0");
        settings.put("ringmaster.prices.\"" + DIME + "\".output", "100000");
        settings.put("ringmaster.platforms.nowhere.command", "/nonexistent/agent");
        settings.put("ringmaster.subscriptions." + LINES + ".platform", "script-lines");
        settings.put("ringmaster.subscriptions." + LINES + ".priority", "1");
        settings.put("ringmaster.subscriptions." + STREAM_JSON + ".platform", "script-json");
        settings.put("ringmaster.subscriptions." + NARROW + ".platform", "script-lines");
        settings.put("ringmaster.subscriptions." + NARROW + ".max-concurrent", "1");
        platform(settings, "script-windows", "stream-json");
        settings.put("ringmaster.subscriptions." + RESERVED + ".platform", "script-windows");
        settings.put("ringmaster.budgets.subscriptions." + RESERVED + ".reserve", "10");
        settings.put("ringmaster.subscriptions." + MISSING + ".platform", "nowhere");
        patterns(settings);
        return settings;
    }

    private static void patterns(Map<String, String> settings) {
        var prefix = "ringmaster.platforms.script-patterns.";
        platform(settings, "script-patterns", "lines");
        settings.put(prefix + "command[6]", "--model={model}");
        settings.put(prefix + "command[7]", "--dir={worktree}");
        settings.put(prefix + "env.OF_PLATFORM", "platform");
        settings.put(prefix + "env.OF_BOTH", "platform");
        settings.put(prefix + "patterns.tokens", "(?<input>\\S+) in, (?<cacheRead>\\S+) cached, (?<output>\\S+) out");
        settings.put(prefix + "patterns.cost", "cost \\\\$([\\d.]+)");
        settings.put(prefix + "patterns.file", "^wrote (.+)$");
        settings.put(prefix + "patterns.error", "^FATAL");
        settings.put(prefix + "patterns.limit", "^limit reached(?: until (?<reset>\\S+))?");
        settings.put(prefix + "patterns.auth", "^bad key");
        settings.put("ringmaster.subscriptions." + PATTERNS + ".platform", "script-patterns");
        settings.put("ringmaster.subscriptions." + PATTERNS + ".model", "large");
        settings.put("ringmaster.subscriptions." + PATTERNS + ".env.OF_BOTH", "subscription");
    }

    private static void platform(Map<String, String> settings, String name, String output) {
        var prefix = "ringmaster.platforms." + name + ".";
        settings.put(prefix + "command[0]", "/bin/sh");
        settings.put(prefix + "command[1]", "-c");
        settings.put(prefix + "command[2]", RUN_TASK);
        settings.put(prefix + "command[3]", "agent");
        settings.put(prefix + "command[4]", "{promptFile}");
        settings.put(prefix + "command[5]", "{session}");
        settings.put(prefix + "output", output);
    }

    /** A task prompt whose agent runs this script. */
    static String task(String script) {
        return "Run this:\n\n```sh\n" + script + "\n```\n";
    }

    /** A task prompt whose agent does the work at once. */
    static String work() {
        return task("echo hello > hello.txt; echo '<promise>COMPLETE</promise>'");
    }

    /** A line that prints what Claude Code prints at its end. */
    static String result(String words, String costUsd) {
        return """
                echo '{"type":"result","subtype":"success","is_error":false,"result":"%s","total_cost_usd":%s,"usage":{"input_tokens":7}}'
                """
                .formatted(words, costUsd);
    }
}
