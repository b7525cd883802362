package dev.ringmaster.agent.custom;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AssistantText;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.AgentEventParser;

/**
 * Plain text: every line of standard output is what the agent says, every line of standard error a warning, the exit code
 * says how it ended. A line that contains the completion tag signals completion; the signal is given once.
 */
public final class LinesParser implements AgentEventParser {

    private static final int LAST_LINES = 20;
    private static final int LAST_LINE_LENGTH = 500;

    private final Deque<String> lastLines = new ArrayDeque<>(LAST_LINES);
    private String lastError = "";
    private boolean signalled;

    @Override
    public List<AgentEvent> stdout(String line) {
        if (lastLines.size() == LAST_LINES) {
            lastLines.removeFirst();
        }
        lastLines.addLast(line.length() <= LAST_LINE_LENGTH ? line : line.substring(0, LAST_LINE_LENGTH));
        if (!signalled && line.contains(CompletionSignal.TAG)) {
            signalled = true;
            return List.of(new AssistantText(line, null), new CompletionSignal());
        }
        return List.of(new AssistantText(line, null));
    }

    @Override
    public List<AgentEvent> stderr(String line) {
        if (line.isBlank()) {
            return List.of();
        }
        lastError = line.length() <= LAST_LINE_LENGTH ? line : line.substring(0, LAST_LINE_LENGTH);
        return List.of(new Warning(line));
    }

    /** The last 20 lines are the agent's last words. */
    @Override
    public List<AgentEvent> end(int exitCode) {
        if (exitCode == 0) {
            return List.of(new SessionEnded(true, String.join("\n", lastLines).strip()));
        }
        String why = lastError.isEmpty() && !lastLines.isEmpty() ? lastLines.getLast() : lastError;
        return List.of(new SessionEnded(false,
                "The agent ended with exit code " + exitCode + (why.isBlank() ? "" : ": " + why)));
    }

    @Override
    public boolean linewise() {
        return true;
    }
}
