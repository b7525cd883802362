package dev.ringmaster.agent.custom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import dev.ringmaster.agent.AgentEvent.AssistantText;
import dev.ringmaster.agent.AgentEvent.CompletionSignal;
import dev.ringmaster.agent.AgentEvent.SessionEnded;
import dev.ringmaster.agent.AgentEvent.Warning;

class LinesParserTest {

    private final LinesParser parser = new LinesParser();

    @Test
    void a_line_is_what_the_agent_says() {
        assertThat(parser.stdout("{\"not\": \"json to us\"}"))
                .containsExactly(new AssistantText("{\"not\": \"json to us\"}", null));
        assertThat(parser.stderr("careful")).containsExactly(new Warning("careful"));
        assertThat(parser.stderr(" ")).isEmpty();
    }

    @Test
    void the_tag_in_a_line_signals_completion_once() {
        assertThat(parser.stdout("done <promise>COMPLETE</promise>")).containsExactly(
                new AssistantText("done <promise>COMPLETE</promise>", null), new CompletionSignal());
        assertThat(parser.stdout("<promise>COMPLETE</promise>")).hasSize(1);
    }

    @Test
    void the_exit_code_says_how_it_ended() {
        parser.stdout("one");
        parser.stdout("two");
        assertThat(parser.end(0)).containsExactly(new SessionEnded(true, "one\ntwo"));
        assertThat(parser.end(2)).containsExactly(new SessionEnded(false, "The agent ended with exit code 2: two"));
        parser.stderr("boom");
        assertThat(parser.end(2)).containsExactly(new SessionEnded(false, "The agent ended with exit code 2: boom"));
    }

    @Test
    void it_keeps_up_with_a_flood() {
        String line = "x".repeat(120);
        for (int i = 0; i < 200_000; i++) {
            parser.stdout(line);
        }
        Instant start = Instant.now();
        int events = 0;
        for (int i = 0; i < 1_000_000; i++) {
            events += parser.stdout(line).size();
        }

        assertThat(events).isEqualTo(1_000_000);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }
}
