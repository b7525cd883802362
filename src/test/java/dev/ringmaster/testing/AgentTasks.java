package dev.ringmaster.testing;

import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentTask;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.cli.Installation;

/** Tasks and installations that exist nowhere, for parsers and launches, which touch nothing. */
public final class AgentTasks {

    public static final Installation NOWHERE = new Installation("/opt/agent", Path.of("/config"), Map.of(), Map.of());

    private AgentTasks() {
    }

    public static AgentTask fresh() {
        return carrying(Usage.NONE);
    }

    public static AgentTask carrying(Usage carried) {
        return new AgentTask("do it", Path.of("/workspace"), Path.of("/scratch"), Path.of("/config"), Map.of(), null, null,
                carried, false);
    }

    public static AgentTask task(@Nullable String model, @Nullable String session, boolean readOnly,
            Map<String, String> environment) {
        return new AgentTask("the prompt", Path.of("/workspace"), Path.of("/scratch"), Path.of("/config"), environment, model,
                session, Usage.NONE, readOnly);
    }
}
