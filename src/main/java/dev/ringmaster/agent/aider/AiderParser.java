package dev.ringmaster.agent.aider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
import dev.ringmaster.agent.Usage;
import dev.ringmaster.agent.cli.ErrorOutput;
import dev.ringmaster.agent.cli.Json;
import dev.ringmaster.agent.cli.LastLines;

/**
 * Reads what aider prints, after its source at 5dc9490bb. Standard output mixes the model's answers with aider's own
 * sentences, and the exit code is 0 even when no request succeeded. So a run has gone well when its last answer was followed
 * by the report of its tokens and by no failure. What an error means is said at the end only: aider may still get over it,
 * and a model may print the same sentence.
 */
final class AiderParser implements AgentEventParser {

    /** Longer lines are no sentence of aider's; no pattern has to look at them. */
    private static final int LONGEST_SENTENCE = 4000;

    private static final Pattern APPLIED = Pattern.compile("Applied edit to (\\S.*)");
    private static final Pattern NOISE = Pattern.compile("Retrying in [\\d.]+ seconds\\.\\.\\.|Unable to commit: .*"
            + "|Did not apply edit to .* \\(--dry-run\\)|Commit [0-9a-f]{7,40} .*");

    private final LastLines lastLines = new LastLines();
    private final ErrorOutput errorOutput = new ErrorOutput();
    private boolean answered;
    private boolean tagged;
    private boolean signalled;
    private @Nullable Failure failure;

    @Override
    public List<AgentEvent> stdout(String line) {
        String text = Json.clean(line);
        lastLines.add(text);
        if (text.contains(CompletionSignal.TAG)) {
            tagged = true;
        }
        if (text.isBlank() || text.length() > LONGEST_SENTENCE) {
            return List.of(new AssistantText(text, null));
        }
        return sentence(text.strip()).orElseGet(() -> List.of(new AssistantText(text, null)));
    }

    private Optional<List<AgentEvent>> sentence(String text) {
        Optional<Usage> tokens = UsageReport.tokens(text);
        if (tokens.isPresent()) {
            answered = true;
            signalled = tagged;
            tagged = false;
            failure = null;
        }
        Optional<Usage> spent = tokens.or(() -> UsageReport.cost(text));
        if (spent.isPresent()) {
            return Optional.of(List.of(new UsageReported(spent.get())));
        }
        Matcher applied = APPLIED.matcher(text);
        if (applied.matches()) {
            return Optional.of(List.of(new FileChanged(applied.group(1), null)));
        }
        Optional<Failure> failed = Failure.in(text, failure);
        if (failed.isPresent()) {
            failure = failed.get();
            return Optional.of(List.of(new Warning(text)));
        }
        return NOISE.matcher(text).matches() ? Optional.of(List.of(new Warning(text))) : Optional.empty();
    }

    @Override
    public List<AgentEvent> stderr(String line) {
        String text = Json.clean(line);
        if (text.isBlank()) {
            return List.of();
        }
        errorOutput.add(text);
        return List.of(new Warning(text));
    }

    @Override
    public List<AgentEvent> end(int exitCode) {
        if (exitCode == 0 && answered && failure == null) {
            SessionEnded ended = new SessionEnded(true, lastLines.text());
            return signalled ? List.of(ended, new CompletionSignal()) : List.of(ended);
        }
        List<AgentEvent> events = new ArrayList<>();
        if (failure == null) {
            String printed = errorOutput.text().isEmpty() ? lastLines.last() : errorOutput.text();
            events.add(new SessionEnded(false, "The agent ended without an answer, exit code " + exitCode
                    + (printed.isBlank() ? "" : ": " + printed)));
            return events;
        }
        switch (failure.kind()) {
            case LIMIT -> events.add(new RateLimited(failure.text(), true, null));
            case LOGIN -> events.add(new AuthFailed(failure.text()));
            case OTHER -> {
                // the end says all that is known
            }
        }
        events.add(new SessionEnded(false, failure.text()));
        return events;
    }

    @Override
    public boolean linewise() {
        return true;
    }
}
