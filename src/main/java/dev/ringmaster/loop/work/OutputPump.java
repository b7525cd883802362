package dev.ringmaster.loop.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.journal.Journal;
import dev.ringmaster.journal.JournalBatch;
import dev.ringmaster.journal.RunFence;
import dev.ringmaster.loop.rules.IterationTally;
import dev.ringmaster.loop.work.BudgetWatch.Billed;
import dev.ringmaster.metrics.pricing.SpendMeter;
import dev.ringmaster.runner.LineFramer;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.security.Redactor;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Carries an agent's output into the journal: slices to lines, redacted, parsed, committed together with the byte offsets
 * they account for. It always reads from the beginning: lines before the committed offsets only bring the parser and the
 * tally to where they were, so that going on after a crash is the same as not having crashed.
 */
final class OutputPump {

    private static final String CUT = "[cut: the line was longer than 8 MiB] ";

    /** Where the journal has got to in the agent's output, in bytes. */
    record Committed(long stdout, long stderr) {
    }

    private final Intake intake;
    private final Journal journal;
    private final RunFence fence;
    private final int iteration;
    private final AgentEventParser parser;
    private final Redactor redactor;
    private final EventRedaction redaction;
    private final IterationTally tally;
    private final SpendMeter meter;
    private final EventEntries entries;
    private final LineFramer stdout = new LineFramer(0);
    private final LineFramer stderr = new LineFramer(0);
    private final Committed start;
    private final Runnable bell;
    private EventRedaction.@Nullable Origin lastTaken;
    private long readStdout;
    private long readStderr;
    private long stdoutOffset;
    private long stderrOffset;
    private volatile long lastOutputNanos = System.nanoTime();
    private volatile boolean committing;
    private volatile Billed billed = Billed.NOTHING;
    private boolean decisive;

    /** @param bell rung when something is committed by which an agent may have to be ended */
    OutputPump(Intake intake, Journal journal, RunFence fence, int iteration, AgentEventParser parser,
            Redactor redactor, IterationTally tally, SpendMeter meter, Committed committed, Runnable bell) {
        this.intake = intake;
        this.journal = journal;
        this.fence = fence;
        this.iteration = iteration;
        this.parser = parser;
        this.redactor = redactor;
        this.redaction = new EventRedaction(redactor, parser.linewise());
        this.tally = tally;
        this.meter = meter;
        this.entries = new EventEntries(parser.linewise());
        this.start = committed;
        this.bell = bell;
        this.stdoutOffset = committed.stdout();
        this.stderrOffset = committed.stderr();
    }

    /** Completes when the process has ended and all it printed is in the journal. */
    Uni<Void> pump(Runner runner, String handle) {
        return runner.output(handle, 0, 0)
                // One at a time: by itself it would read 256 slices ahead, which is 64 MiB for each agent that floods.
                .emitOn(Infrastructure.getDefaultWorkerPool(), 1)
                .onItem().transformToUniAndConcatenate(this::accept)
                .collect().last()
                .chain(this::finishLines);
    }

    /** How long the agent has been silent. Nothing is read while the journal is written to, so that time is not its own. */
    Duration silence() {
        return committing ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastOutputNanos);
    }

    private Uni<Void> accept(Runner.Slice slice) {
        committing = true;
        return intake.admit(slice.bytes().length, () -> take(slice)).onTermination().invoke(() -> {
            lastOutputNanos = System.nanoTime();
            committing = false;
        });
    }

    private Uni<Void> take(Runner.Slice slice) {
        var lines = switch (slice.stream()) {
            case STDOUT -> stdout.feed(slice.offset(), slice.bytes());
            case STDERR -> stderr.feed(slice.offset(), slice.bytes());
        };
        return commit(slice.stream(), lines);
    }

    private Uni<Void> finishLines() {
        return commit(Runner.Stream.STDOUT, rest(stdout)).chain(() -> commit(Runner.Stream.STDERR, rest(stderr)))
                .chain(() -> {
                    take(redaction.flush());
                    return write();
                });
    }

    private static List<LineFramer.Line> rest(LineFramer framer) {
        var line = framer.flush();
        return line == null ? List.of() : List.of(line);
    }

    private Uni<Void> commit(Runner.Stream stream, List<LineFramer.Line> lines) {
        for (var line : lines) {
            var fresh = line.endOffset() > (stream == Runner.Stream.STDOUT ? start.stdout() : start.stderr());
            var origin = new EventRedaction.Origin(stream, readUpTo(stream), fresh);
            var text = redactor.redact(line.cut() ? CUT + line.text() : line.text());
            var events = stream == Runner.Stream.STDOUT ? parser.stdout(text) : parser.stderr(text);
            events.forEach(event -> take(redaction.accept(event, origin)));
            switch (stream) {
                case STDOUT -> readStdout = line.endOffset();
                case STDERR -> readStderr = line.endOffset();
            }
        }
        return write();
    }

    private long readUpTo(Runner.Stream stream) {
        return stream == Runner.Stream.STDOUT ? readStdout : readStderr;
    }

    /** The last words of the stream, which only its end reveals. Not part of any byte: journaled with the iteration's end. */
    List<AgentEvent> end(int exitCode) {
        var nowhere = new EventRedaction.Origin(Runner.Stream.STDOUT, readStdout, false);
        var events = new ArrayList<AgentEvent>();
        parser.end(exitCode).forEach(event -> redaction.accept(event, nowhere).forEach(clean -> events.add(clean.event())));
        redaction.flush().forEach(clean -> events.add(clean.event()));
        events.forEach(tally::accept);
        return events;
    }

    private void take(List<EventRedaction.Clean> cleaned) {
        for (var clean : cleaned) {
            lastTaken = clean.origin();
            tally.accept(clean.event());
            var change = meter.accept(clean.event());
            decisive |= decides(clean.event());
            if (clean.origin().fresh()) {
                entries.add(clean.event());
                entries.spend(change);
            }
        }
    }

    /** What the journal accounts for: all that was read, but for what is held until more of it is known. */
    private void advance() {
        var held = redaction.held();
        stdoutOffset = Math.max(stdoutOffset, held != null && held.stream() == Runner.Stream.STDOUT ? held.lineStart()
                : readStdout);
        stderrOffset = Math.max(stderrOffset, held != null && held.stream() == Runner.Stream.STDERR ? held.lineStart()
                : readStderr);
    }

    private Uni<Void> write() {
        var held = redaction.held();
        if (held != null && held.equals(lastTaken)) {
            // A line goes into the journal with all of its events, or it would be read twice after a crash.
            take(redaction.flush());
        }
        advance();
        var batch = entries.take();
        var bill = entries.hasSpent() ? billed.andMore(tally.messages()) : billed;
        var written = batch.isEmpty() && !entries.hasSpent() ? Uni.createFrom().voidItem()
                : journal.append(fence, new JournalBatch(iteration, batch, stdoutOffset, stderrOffset,
                        entries.takeSpent(), tally.sessionId(), meter.model())).replaceWithVoid();
        return written.invoke(() -> written(bill));
    }

    private void written(Billed bill) {
        billed = bill;
        if (decisive) {
            decisive = false;
            bell.run();
        }
    }

    private static boolean decides(AgentEvent event) {
        return event instanceof AgentEvent.UsageShown || event instanceof AgentEvent.UsageReported
                || event instanceof AgentEvent.ToolResult || event instanceof AgentEvent.WindowSeen;
    }

    Billed billed() {
        return billed;
    }

    RunFence fence() {
        return fence;
    }

    Committed committed() {
        return new Committed(stdoutOffset, stderrOffset);
    }
}
