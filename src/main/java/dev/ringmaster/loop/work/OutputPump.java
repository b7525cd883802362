package dev.ringmaster.loop.work;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

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
    private final UnaryOperator<String> redactor;
    private final IterationTally tally;
    private final SpendMeter meter;
    private final EventEntries entries;
    private final LineFramer stdout = new LineFramer(0);
    private final LineFramer stderr = new LineFramer(0);
    private final Committed start;
    private final Runnable bell;
    private long stdoutOffset;
    private long stderrOffset;
    private volatile long lastOutputNanos = System.nanoTime();
    private volatile boolean committing;
    private volatile Billed billed = Billed.NOTHING;
    private boolean decisive;

    /** @param bell rung when something is committed by which an agent may have to be ended */
    OutputPump(Intake intake, Journal journal, RunFence fence, int iteration, AgentEventParser parser,
            UnaryOperator<String> redactor, IterationTally tally, SpendMeter meter, Committed committed, Runnable bell) {
        this.intake = intake;
        this.journal = journal;
        this.fence = fence;
        this.iteration = iteration;
        this.parser = parser;
        this.redactor = redactor;
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
        return commit(Runner.Stream.STDOUT, rest(stdout)).chain(() -> commit(Runner.Stream.STDERR, rest(stderr)));
    }

    private static List<LineFramer.Line> rest(LineFramer framer) {
        var line = framer.flush();
        return line == null ? List.of() : List.of(line);
    }

    private Uni<Void> commit(Runner.Stream stream, List<LineFramer.Line> lines) {
        for (var line : lines) {
            var fresh = line.endOffset() > (stream == Runner.Stream.STDOUT ? start.stdout() : start.stderr());
            var text = redactor.apply(line.cut() ? CUT + line.text() : line.text());
            var events = stream == Runner.Stream.STDOUT ? parser.stdout(text) : parser.stderr(text);
            take(events, fresh);
        }
        if (!lines.isEmpty()) {
            advance(stream, lines.getLast().endOffset());
        }
        return write();
    }

    /** The last words of the stream, which only its end reveals. Not part of any byte: journaled with the iteration's end. */
    List<AgentEvent> end(int exitCode) {
        var events = parser.end(exitCode);
        events.forEach(tally::accept);
        return events;
    }

    private void take(List<AgentEvent> events, boolean fresh) {
        for (var event : events) {
            tally.accept(event);
            var change = meter.accept(event);
            decisive |= decides(event);
            if (fresh) {
                entries.add(event);
                entries.spend(change);
            }
        }
    }

    private void advance(Runner.Stream stream, long offset) {
        switch (stream) {
            case STDOUT -> stdoutOffset = Math.max(stdoutOffset, offset);
            case STDERR -> stderrOffset = Math.max(stderrOffset, offset);
        }
    }

    private Uni<Void> write() {
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
