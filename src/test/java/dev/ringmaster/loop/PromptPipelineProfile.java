package dev.ringmaster.loop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * Scripted agents whose prompts are configured, with a small budget, so that a history soon is too long. Told to condense, they
 * do what their subscription says.
 */
public class PromptPipelineProfile implements QuarkusTestProfile {

    private static final String RUN = """
            if grep -q '^# Condense these reports' "$1"; then eval "$CONDENSER"; exit; fi
            sed -n '/^```sh$/,/^```$/p' "$1" | sed '/^```/d' > "$TMPDIR/task.sh"; exec /bin/sh "$TMPDIR/task.sh\"""";

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(new ScriptedAgentsProfile().getConfigOverrides());
        for (var platform : List.of("script-lines", "script-json")) {
            settings.put("ringmaster.platforms." + platform + ".command[2]", RUN);
        }
        settings.put("ringmaster.subscriptions." + ScriptedAgentsProfile.LINES + ".env.CONDENSER",
                "echo no > out.txt; echo the-essence-of-it, written in $(pwd)");
        settings.put("ringmaster.subscriptions." + ScriptedAgentsProfile.STREAM_JSON + ".env.CONDENSER",
                ScriptedAgentsProfile.result("", "0.50") + "exit 1");
        settings.put("ringmaster.prompt.system", "Mind the-house-rules.");
        settings.put("ringmaster.prompt.stages.review", "Do what-the-reviewers-ask.");
        settings.put("ringmaster.prompt.tokens.history", "300");
        settings.put("ringmaster.prompt.config-repository.refresh", "0s");
        return settings;
    }
}
