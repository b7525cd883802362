package dev.ringmaster.loop;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.eclipse.microprofile.config.ConfigProvider;

import dev.ringmaster.testing.FreePort;
import dev.ringmaster.testing.ModelServer;
import dev.ringmaster.testing.RealAgent;
import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * A server whose agents are the real CLIs, each with an account named like its platform, all speaking to one scripted model on
 * loopback. It does not wait long between iterations.
 */
public final class RealAgentsProfile implements QuarkusTestProfile {

    /** Claude Code with a subscription's login, which is told when its limit ends; the account "claude-code" has an API key. */
    static final String OAUTH = "claude-oauth";

    private static final String BASE_URL = "ringmaster.subscriptions.claude-code.env.ANTHROPIC_BASE_URL";

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(Map.of("ringmaster.loop.cooldown", "50ms", "ringmaster.loop.error-cooldown", "100ms",
                "ringmaster.loop.limit-backoff", "1s"));
        var model = "http://127.0.0.1:" + FreePort.find();
        for (RealAgent agent : RealAgent.values()) {
            account(settings, agent, agent.platform(), agent.ordinal() + 1, model);
        }
        account(settings, RealAgent.CLAUDE, OAUTH, 50, model);
        settings.put("ringmaster.subscriptions." + OAUTH + ".env.ANTHROPIC_API_KEY", "");
        settings.put("ringmaster.subscriptions." + OAUTH + ".env.CLAUDE_CODE_OAUTH_TOKEN",
                "sk-ant-oat01-fake-not-a-real-token");
        return settings;
    }

    private static void account(Map<String, String> settings, RealAgent agent, String name, int priority, String model) {
        settings.putAll(agent.settings(name, priority, model));
        settings.put("ringmaster.subscriptions." + name + ".config-dir", "${ringmaster.home}/agents/" + name + "/config");
    }

    /** The model that the running server's agents ask; one at a time. */
    static ModelServer startModel() {
        var url = ConfigProvider.getConfig().getValue(BASE_URL, String.class);
        var home = ConfigProvider.getConfig().getValue("ringmaster.home", Path.class);
        for (RealAgent agent : RealAgent.values()) {
            agent.prepare(home.resolve("agents").resolve(agent.platform()).resolve("config"), url);
        }
        return ModelServer.start(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
    }
}
