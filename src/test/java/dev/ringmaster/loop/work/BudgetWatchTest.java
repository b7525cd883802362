package dev.ringmaster.loop.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.ToolCall;
import dev.ringmaster.agent.AgentEvent.ToolResult;
import dev.ringmaster.agent.AgentEvent.UsageShown;
import dev.ringmaster.agent.AgentEvent.WindowSeen;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.IterationTally;
import dev.ringmaster.loop.work.BudgetWatch.Billed;
import dev.ringmaster.metrics.budget.Budgets.Standing;

class BudgetWatchTest {

    private static final String USED_UP = "The budget of the run is used up";

    private final IterationTally tally = new IterationTally();
    private final List<List<WindowSeen>> asked = new ArrayList<>();
    private Billed billed = Billed.NOTHING;
    private @Nullable String answer;
    private boolean databaseIsDown;
    private long now = 1;
    private final BudgetWatch watch = new BudgetWatch(this::ask, tally, () -> billed, () -> now);

    private @Nullable Standing ask(List<WindowSeen> news) {
        asked.add(news);
        return databaseIsDown ? null : new Standing(answer, List.of(), null);
    }

    /** The agent prints a message, which is not committed yet. */
    private void print(String message, AgentEvent... more) {
        tally.accept(new UsageShown(message, "m", new Usage(0, 0, 0, 1, null), 0));
        List.of(more).forEach(tally::accept);
    }

    private void commit() {
        billed = billed.andMore(tally.messages());
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static ToolCall call(String id) {
        return new ToolCall(id, "Bash", "{}", null);
    }

    private static ToolResult result(String id) {
        return new ToolResult(id, "", false, null);
    }

    private void assertStopped() {
        assertThat(watch.look()).isEqualTo(new AgentWatch.Intervention(IterationOutcome.STOPPED, USED_UP));
    }

    @Test
    void a_look_before_the_commit_does_not_hide_what_the_commit_brings() {
        watch.look();
        print("m-1");
        watch.look();
        answer = USED_UP;
        assertThat(watch.look()).as("nothing is committed").isNull();

        commit();

        assertStopped();
    }

    @Test
    void the_database_is_asked_once_for_each_commit_and_now_and_then() {
        watch.look();
        asked.clear();
        print("m-1");
        commit();
        for (int look = 0; look < 10; look++) {
            watch.look();
        }
        assertThat(asked).hasSize(1);

        pass(Duration.ofSeconds(5));
        watch.look();

        assertThat(asked).hasSize(2);
    }

    @Test
    void a_tool_that_is_under_way_may_end() {
        print("m-1", call("t-1"), call("t-2"));
        commit();
        answer = USED_UP;
        assertThat(watch.look()).isNull();
        tally.accept(result("t-1"));
        assertThat(watch.look()).isNull();

        tally.accept(result("t-2"));

        assertStopped();
    }

    @Test
    void a_tool_that_was_called_later_is_not_waited_for() {
        print("m-1", call("t-1"));
        commit();
        answer = USED_UP;
        watch.look();

        tally.accept(result("t-1"));
        tally.accept(call("t-2"));

        assertStopped();
    }

    @Test
    void the_next_message_ends_all_waiting() {
        print("m-1", call("agent"));
        commit();
        answer = USED_UP;
        assertThat(watch.look()).isNull();
        print("m-1");
        assertThat(watch.look()).as("more of the same message").isNull();

        print("m-of-a-sub-agent", call("t-2"));

        assertStopped();
    }

    @Test
    void a_message_that_came_while_the_database_was_asked_ends_the_waiting_too() {
        print("m-1", call("t-1"));
        commit();
        print("m-2", call("t-2"));
        answer = USED_UP;

        assertStopped();
    }

    @Test
    void an_agent_that_is_taken_up_is_looked_at_at_once() {
        answer = USED_UP;

        assertStopped();
    }

    @Test
    void a_tool_that_does_not_end_is_waited_for_five_seconds() {
        print("m-1", call("t-1"));
        commit();
        answer = USED_UP;
        watch.look();
        pass(Duration.ofMillis(4_999));
        assertThat(watch.look()).isNull();

        pass(Duration.ofMillis(1));

        assertStopped();
    }

    @Test
    void a_database_that_is_away_is_asked_again_for_the_same_commit() {
        print("m-1");
        commit();
        databaseIsDown = true;
        assertThat(watch.look()).isNull();

        databaseIsDown = false;
        answer = USED_UP;

        assertStopped();
    }

    @Test
    void what_the_platform_tells_of_its_windows_is_passed_on_once() {
        var window = new WindowSeen("seven_day", 0.5, Instant.EPOCH);
        tally.accept(window);
        watch.look();

        tally.accept(new WindowSeen("five_hour", 0.1, Instant.EPOCH));
        watch.look();

        assertThat(asked).containsExactly(List.of(window), List.of(new WindowSeen("five_hour", 0.1, Instant.EPOCH)));
    }

    @Test
    void who_has_ended_by_itself_is_left_alone() {
        print("m-1");
        commit();
        answer = USED_UP;
        tally.accept(new SessionEnded(true, "done"));

        assertThat(watch.look()).isNull();
    }
}
