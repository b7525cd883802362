package dev.ringmaster.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.ringmaster.agent.AgentEvent;
import dev.ringmaster.agent.AgentEvent.UsageReported;
import dev.ringmaster.agent.AgentEventParser;
import dev.ringmaster.agent.Usage;
import dev.ringmaster.loop.rules.IterationOutcome;
import dev.ringmaster.loop.rules.IterationTally;
import dev.ringmaster.testing.AgentTasks;
import dev.ringmaster.testing.CapturedStream;
import dev.ringmaster.testing.Events;
import dev.ringmaster.testing.RealAgent;

/** Every captured stream, damaged in every place: no parser fails, and no damage makes a success or money out of nothing. */
class BrokenStreamsTest {

    private static final int KILLED = 137;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** What a later version, a library or a shell may print in between; the last one is how a line of 10 MB is handed on. */
    private static final List<String> STRANGE = List.of("", "Some words.", "{", "[1,2]", "null", "{}", "{\"type\":7}",
            "{\"type\":\"nobody.knows\",\"item\":{\"type\":\"new\"},\"message\":[],\"part\":null,\"session_id\":7}",
            "\0\u001b[31mred\u001b[0m \u2028 é 🎉 \uFFFD", "[cut: the line was longer than 8 MiB] " + "x".repeat(20_000));
    private static final List<JsonNode> OTHER_VALUES = List.of(MAPPER.getNodeFactory().nullNode(),
            MAPPER.getNodeFactory().booleanNode(true), MAPPER.getNodeFactory().numberNode(-1),
            MAPPER.getNodeFactory().numberNode(1e300), MAPPER.getNodeFactory().textNode("\0\u001b[0m"),
            MAPPER.getNodeFactory().arrayNode().add(1), MAPPER.getNodeFactory().objectNode().put("type", 7));

    static Stream<String> streams() {
        return CapturedStream.names();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void what_no_parser_knows_changes_nothing_wherever_it_stands(String stream) {
        CapturedStream captured = CapturedStream.load(stream);
        List<String> disturbed = new ArrayList<>();
        captured.stdout().forEach(line -> {
            disturbed.addAll(STRANGE);
            disturbed.add(line);
        });
        disturbed.addAll(STRANGE);

        IterationTally expected = tally(stream, captured.stdout(), captured.exitCode());
        IterationTally tally = tally(stream, disturbed, captured.exitCode());

        assertThat(tally.outcome(captured.exitCode())).isEqualTo(expected.outcome(captured.exitCode()));
        assertThat(tally.sessionId()).isEqualTo(expected.sessionId());
        assertThat(tally.usage()).isEqualTo(expected.usage());
        assertThat(tally.resetsAt()).isEqualTo(expected.resetsAt());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void an_agent_that_is_killed_at_any_character_has_not_succeeded(String stream) {
        List<String> whole = CapturedStream.load(stream).stdout();
        for (int lines = 0; lines < whole.size(); lines++) {
            String line = whole.get(lines);
            for (int characters : new int[] { 0, line.length() / 2, Math.max(0, line.length() - 1) }) {
                List<String> cut = new ArrayList<>(whole.subList(0, lines));
                cut.add(line.substring(0, characters));

                IterationTally tally = tally(stream, cut, KILLED);

                assertThat(tally.outcome(KILLED)).as("cut in line " + lines).isNotIn(IterationOutcome.COMPLETED,
                        IterationOutcome.WORKING);
                assertThat(tally.complaint(KILLED)).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_field_of_any_other_type_is_no_failure(String stream) {
        IterationTally tally = new IterationTally();
        AgentEventParser parser = parser(stream);
        for (String line : CapturedStream.load(stream).stdout()) {
            for (String damaged : damaged(line)) {
                List<AgentEvent> events = parser.stdout(damaged);
                assertThat(Events.of(events, UsageReported.class)).as(damaged).allSatisfy(
                        reported -> assertNothingNegative(reported.usage()));
                events.forEach(tally::accept);
            }
        }
        parser.end(1).forEach(tally::accept);

        assertThat(tally.outcome(1)).isNotIn(IterationOutcome.COMPLETED, IterationOutcome.WORKING);
        assertThat(tally.lastWords() == null || !tally.lastWords().contains("\0")).as("without NUL").isTrue();
    }

    private static void assertNothingNegative(Usage usage) {
        assertThat(LongStream.of(usage.inputTokens(), usage.cacheCreationInputTokens(), usage.cacheReadInputTokens(),
                usage.outputTokens()).min()).satisfies(least -> assertThat(least.getAsLong()).isNotNegative());
        assertThat(usage.costUsd() == null || usage.costUsd().signum() >= 0).isTrue();
    }

    private static IterationTally tally(String stream, List<String> lines, int exitCode) {
        AgentEventParser parser = parser(stream);
        IterationTally tally = new IterationTally();
        lines.forEach(line -> parser.stdout(line).forEach(tally::accept));
        CapturedStream.load(stream).stderr().forEach(line -> parser.stderr(line).forEach(tally::accept));
        parser.end(exitCode).forEach(tally::accept);
        return tally;
    }

    private static AgentEventParser parser(String stream) {
        return RealAgent.ofStream(stream).codingPlatform(Path.of("/config")).parser(AgentTasks.fresh());
    }

    /** The line once for each field of it and each other value; none of what is no JSON. */
    private static List<String> damaged(String line) {
        try {
            List<String> all = new ArrayList<>();
            if (MAPPER.readTree(line) instanceof ObjectNode object) {
                damage(object, object, all);
            }
            return all;
        } catch (JsonProcessingException notJson) {
            return List.of();
        }
    }

    private static void damage(ObjectNode root, JsonNode inside, List<String> all) {
        if (inside instanceof ObjectNode object) {
            for (String field : List.copyOf(object.properties().stream().map(entry -> entry.getKey()).toList())) {
                JsonNode value = object.get(field);
                for (JsonNode other : OTHER_VALUES) {
                    object.set(field, other);
                    all.add(root.toString());
                }
                object.set(field, value);
                damage(root, value, all);
            }
        } else if (inside instanceof ArrayNode array) {
            array.forEach(element -> damage(root, element, all));
        }
    }
}
