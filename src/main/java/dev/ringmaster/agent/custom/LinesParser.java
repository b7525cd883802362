package dev.ringmaster.agent.custom;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AssistantText;
import dev.ringmaster.agent.AgentEvent.AuthFailed;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.FileChanged;
import dev.ringmaster.agent.AgentEvent.RateLimited;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.AgentEvent.Warning;
import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.cli.Json;
import dev.ringmaster.agent.cli.LastLines;

/**
 * Plain text: every line of standard output is what the agent says, every line of standard error a warning, the exit code
 * says how it ended. Colours and other terminal escapes are left out. A line that contains the completion tag signals
 * completion; the signal is given once. Configured patterns find more in the same lines, on both streams.
 */
public final class LinesParser implements AgentEventParser {

    /** No pattern looks further into a line: an expression that backtracks would take too long. */
    private static final int LOOKED_AT = 4000;

    private final LinePatterns patterns;
    private final boolean plain;
    private final LastLines lastLines = new LastLines();
    private String lastError = "";
    private @Nullable String failure;
    private boolean signalled;

    public LinesParser() {
        this(LinePatterns.NONE);
    }

    public LinesParser(LinePatterns patterns) {
        this.patterns = patterns;
        this.plain = patterns.isEmpty();
    }

    @Override
    public List<AgentEvent> stdout(String printed) {
        String line = Json.clean(printed);
        lastLines.add(line);
        boolean signal = !signalled && line.contains(CompletionSignal.TAG);
        if (plain && !signal) {
            return List.of(new AssistantText(line, null));
        }
        List<AgentEvent> events = new ArrayList<>();
        events.add(new AssistantText(line, null));
        if (signal) {
            signalled = true;
            events.add(new CompletionSignal());
        }
        find(line, events);
        return events;
    }

    @Override
    public List<AgentEvent> stderr(String printed) {
        String line = Json.clean(printed);
        if (line.isBlank()) {
            return List.of();
        }
        lastError = LastLines.shortened(line);
        List<AgentEvent> events = new ArrayList<>();
        events.add(new Warning(line));
        find(line, events);
        return events;
    }

    private void find(String whole, List<AgentEvent> events) {
        if (plain) {
            return;
        }
        String line = whole.length() <= LOOKED_AT ? whole : whole.substring(0, LOOKED_AT);
        patterns.usageIn(line).ifPresent(usage -> events.add(new UsageReported(usage)));
        patterns.fileIn(line).ifPresent(path -> events.add(new FileChanged(path, null)));
        Matcher limit = LinePatterns.find(patterns.limit(), line);
        if (limit != null) {
            String reset = limit.namedGroups().containsKey("reset") ? limit.group("reset") : null;
            events.add(new RateLimited(line, true, Amount.instant(reset)));
            failure = line;
        } else if (LinePatterns.find(patterns.auth(), line) != null) {
            events.add(new AuthFailed(line));
            failure = line;
        } else if (LinePatterns.find(patterns.error(), line) != null) {
            failure = line;
        }
    }

    /** The last 20 lines are the agent's last words. */
    @Override
    public List<AgentEvent> end(int exitCode) {
        if (failure != null) {
            return List.of(new SessionEnded(false, failure));
        }
        if (exitCode == 0) {
            return List.of(new SessionEnded(true, lastLines.text()));
        }
        String why = lastError.isEmpty() ? lastLines.last() : lastError;
        return List.of(new SessionEnded(false,
                "The agent ended with exit code " + exitCode + (why.isBlank() ? "" : ": " + why)));
    }

    @Override
    public boolean linewise() {
        return true;
    }
}
