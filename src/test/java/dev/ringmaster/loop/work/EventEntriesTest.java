package dev.ringmaster.loop.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.AssistantText;
import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.journal.JournalBatch.Spent;
import dev.ringmaster.journal.JournalEntry;
import dev.ringmaster.journal.RunEventKind;
import dev.ringmaster.metrics.pricing.PriceTable;
import dev.ringmaster.metrics.pricing.SpendMeter;
import dev.ringmaster.metrics.pricing.Spending;

class EventEntriesTest {

    private static final Instant LATER = Instant.parse("2026-03-01T17:00:00Z");

    @Test
    void everyEventBecomesOneEntryOfItsKind() {
        var entries = new EventEntries(false);
        List.of(new AgentEvent.SessionStarted("s1", "opus"), new AssistantText("hello", "t0"),
                new AgentEvent.Thinking("hm", null), new AgentEvent.ToolCall("t1", "Bash", "{}", null),
                new AgentEvent.ToolResult("t1", "no such file", true, null), new AgentEvent.FileChanged("a.txt", "t1"),
                new UsageReported(new Usage(1, 2, 3, 4, new BigDecimal("0.5"))),
                new AgentEvent.RateLimited("wait", true, LATER), new AgentEvent.AuthFailed("log in"),
                new AgentEvent.CompletionSignal(), new AgentEvent.Warning("careful"), new AgentEvent.Raw("?"),
                new AgentEvent.SessionEnded(false, "broken")).forEach(entries::add);

        var taken = entries.take();

        assertThat(taken).extracting(JournalEntry::kind).containsExactly(RunEventKind.SESSION_STARTED,
                RunEventKind.ASSISTANT_TEXT, RunEventKind.THINKING, RunEventKind.TOOL_CALL, RunEventKind.TOOL_RESULT,
                RunEventKind.FILE_CHANGED, RunEventKind.USAGE, RunEventKind.RATE_LIMIT, RunEventKind.AUTH_FAILED,
                RunEventKind.COMPLETION_SIGNAL, RunEventKind.WARNING, RunEventKind.RAW, RunEventKind.SESSION_ENDED);
        assertThat(taken.get(0).text()).contains("s1", "opus");
        assertThat(taken.get(1).parentToolId()).isEqualTo("t0");
        assertThat(taken.get(4)).extracting(JournalEntry::toolId, JournalEntry::toolOutput, JournalEntry::isError)
                .containsExactly("t1", "no such file", true);
        assertThat(taken.get(5).path()).isEqualTo("a.txt");
        assertThat(taken.get(6)).extracting(JournalEntry::inputTokens, JournalEntry::outputTokens).containsExactly(6L, 4L);
        assertThat(taken.get(7)).extracting(JournalEntry::resetsAt, JournalEntry::isError).containsExactly(LATER, true);
        assertThat(taken.get(12)).extracting(JournalEntry::text, JournalEntry::isError).containsExactly("broken", true);
    }

    @Test
    void whatWasTakenIsNotTakenAgain() {
        var entries = new EventEntries(false);
        entries.add(new UsageReported(new Usage(1, 0, 0, 1, new BigDecimal("0.5"))));
        entries.spend(new Spending(1, 0, 0, 1, new BigDecimal("0.5"), new BigDecimal("0.5"), null, 0));

        assertThat(entries.take()).hasSize(1);
        assertThat(entries.takeSpent())
                .isEqualTo(new Spent(1, 0, 0, 1, new BigDecimal("0.5"), new BigDecimal("0.5"), null, 0));
        assertThat(entries.take()).isEmpty();
        assertThat(entries.takeSpent()).isEqualTo(Spent.NOTHING);
    }

    @Test
    void linesOfPlainTextAreJoinedUntilSomethingElseComes() {
        var entries = new EventEntries(true);
        lines(entries, "one", "", "three");
        entries.add(new AgentEvent.Warning("from the side"));
        lines(entries, "four");

        assertThat(entries.take()).extracting(JournalEntry::text).containsExactly("one\n\nthree", "from the side", "four");

        lines(entries, "", "after an empty line");
        assertThat(entries.take()).extracting(JournalEntry::text).containsExactly("\nafter an empty line");
        lines(entries, "");
        assertThat(entries.take()).extracting(JournalEntry::text).containsExactly("");
    }

    @Test
    void messagesOfAStructuredStreamStayApart() {
        var entries = new EventEntries(false);
        lines(entries, "one", "two");

        assertThat(entries.take()).extracting(JournalEntry::text).containsExactly("one", "two");
    }

    @Test
    void joinedTextHasABoundAndLosesNoLine() {
        var random = new Random(3);
        var printed = new ArrayList<String>();
        for (int i = 0; i < 400; i++) {
            printed.add((char) ('a' + i % 26) + "x".repeat(random.nextInt(2_000)));
        }
        var entries = new EventEntries(true);
        lines(entries, printed.toArray(String[]::new));

        var taken = entries.take();

        assertThat(taken).hasSizeGreaterThan(1).hasSizeLessThan(40)
                .allSatisfy(entry -> assertThat(entry.text()).hasSizeLessThanOrEqualTo(64 * 1024));
        assertThat(taken.stream().map(JournalEntry::text).collect(Collectors.joining("\n")))
                .isEqualTo(String.join("\n", printed));
    }

    @Test
    void batchesTogetherHaveSpentWhatTheEventsReported() {
        var random = new Random(11);
        var entries = new EventEntries(false);
        var meter = new SpendMeter(PriceTable.EMPTY, null, (model, reported, estimated) -> {
        });
        long input = 0;
        var cost = BigDecimal.ZERO;
        var spent = new ArrayList<Spent>();
        for (int i = 0; i < 1_000; i++) {
            var part = new Usage(random.nextInt(100), 0, 0, 1,
                    random.nextBoolean() ? BigDecimal.valueOf(random.nextInt(1_000), 6) : null);
            input += part.inputTokens();
            cost = part.costUsd() == null ? cost : cost.add(part.costUsd());
            entries.spend(meter.accept(new UsageReported(part)));
            if (random.nextInt(10) == 0) {
                entries.take();
                spent.add(entries.takeSpent());
            }
        }
        entries.take();
        spent.add(entries.takeSpent());

        assertThat(spent).hasSizeGreaterThan(50);
        assertThat(spent.stream().mapToLong(Spent::inputTokens).sum()).isEqualTo(input);
        assertThat(spent.stream().mapToLong(Spent::outputTokens).sum()).isEqualTo(1_000);
        assertThat(spent.stream().map(Spent::costUsd).reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo(cost);
    }

    private static void lines(EventEntries entries, String... lines) {
        Arrays.stream(lines).forEach(line -> entries.add(new AssistantText(line, null)));
    }
}
