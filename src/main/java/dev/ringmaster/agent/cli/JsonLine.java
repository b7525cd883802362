package dev.ringmaster.agent.cli;

import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.Raw;

/** A line of a CLI that prints one JSON object a line. */
public final class JsonLine {

    private JsonLine() {
    }

    /** The events of a line: none of a blank one, the line itself where it is no object. */
    public static List<AgentEvent> read(String line, Function<ObjectNode, List<AgentEvent>> reader) {
        if (line.isBlank()) {
            return List.of();
        }
        ObjectNode object = Json.object(line);
        return object == null ? List.of(new Raw(line)) : reader.apply(object);
    }
}
