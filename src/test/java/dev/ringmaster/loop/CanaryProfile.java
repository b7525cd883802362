package dev.ringmaster.loop;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** Agents that are given credentials and print them: one that the configuration holds, one that is stored. */
public final class CanaryProfile implements QuarkusTestProfile {

    /** Holds what some encoding changes, and no word that stands anywhere else. */
    static final String CONFIGURED = "Zq7/+&='\"\\Vx~9ü-Kw3#Yb8Jm";
    static final String STORED = "Hj4Qz-Wp6Xn/Rt8Ld+Vc2Bk=Sg9Fy";

    static final String LINES = "canary-lines";
    static final String JSON = "canary-json";

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(new ScriptedAgentsProfile().getConfigOverrides());
        subscription(settings, LINES, "script-lines", CONFIGURED);
        subscription(settings, JSON, "script-json", "secret:canary");
        settings.put("ringmaster.notifications.webhook-secret", "secret:canary");
        settings.put("quarkus.log.file.enabled", "true");
        settings.put("quarkus.log.file.path", "target/canary.log");
        settings.put("quarkus.log.category.\"dev.ringmaster\".level", "DEBUG");
        return settings;
    }

    private static void subscription(Map<String, String> settings, String name, String platform, String secret) {
        settings.put("ringmaster.subscriptions." + name + ".platform", platform);
        settings.put("ringmaster.subscriptions." + name + ".automatic", "false");
        settings.put("ringmaster.subscriptions." + name + ".env.CANARY_KEY", secret);
    }
}
