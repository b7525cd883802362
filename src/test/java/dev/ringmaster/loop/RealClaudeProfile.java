package dev.ringmaster.loop;

import java.util.HashMap;
import java.util.Map;

import org.eclipse.microprofile.config.ConfigProvider;

import dev.ringmaster.testing.FreePort;
import dev.ringmaster.testing.ModelServer;
import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * A server whose agent is the real Claude Code, speaking to a scripted model on loopback. It does not wait long between
 * iterations, and the CLI does not ask a failing model again and again.
 */
public final class RealClaudeProfile implements QuarkusTestProfile {

    /** The account with a subscription's login, which is told when its limit ends; the default one has an API key. */
    static final String OAUTH = "claude-oauth";

    private static final String BASE_URL = "ringmaster.subscriptions.claude.env.ANTHROPIC_BASE_URL";

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(Map.of(
                "ringmaster.platforms.claude-code.command",
                System.getenv().getOrDefault("RINGMASTER_TEST_CLAUDE", "claude"),
                "ringmaster.loop.cooldown", "50ms", "ringmaster.loop.error-cooldown", "100ms",
                "ringmaster.loop.limit-backoff", "1s"));
        var model = "http://127.0.0.1:" + FreePort.find();
        account(settings, "claude", model, "ANTHROPIC_API_KEY", "sk-ant-fake-not-a-real-key");
        account(settings, OAUTH, model, "CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-fake-not-a-real-token");
        settings.put("ringmaster.subscriptions.claude.priority", "1");
        return settings;
    }

    private static void account(Map<String, String> settings, String name, String model, String credential, String value) {
        var prefix = "ringmaster.subscriptions." + name + ".";
        settings.put(prefix + "platform", "claude-code");
        settings.put(prefix + "model", "sonnet");
        settings.put(prefix + "config-dir", "${ringmaster.home}/agents/" + name + "/config");
        settings.put(prefix + "env.ANTHROPIC_BASE_URL", model);
        settings.put(prefix + "env.CLAUDE_CODE_MAX_RETRIES", "1");
        settings.put(prefix + "env." + credential, value);
    }

    /** The model that the running server's agents ask; one at a time. */
    static ModelServer startModel() {
        var url = ConfigProvider.getConfig().getValue(BASE_URL, String.class);
        return ModelServer.start(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
    }
}
