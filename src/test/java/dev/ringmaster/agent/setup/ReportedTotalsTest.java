package dev.ringmaster.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.ringmaster.agent.Usage;
import dev.ringmaster.loop.rules.IterationTally;
import dev.ringmaster.testing.AgentTasks;
import dev.ringmaster.testing.CapturedStream;
import dev.ringmaster.testing.RealAgent;

/** The bill: tokens and cost of every captured stream are what its CLI itself said in it. */
class ReportedTotalsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern AIDER_TOKENS = Pattern.compile("Tokens: (\\S+) sent.* (\\S+) received\\.");
    private static final Pattern AIDER_COST = Pattern.compile("Cost: \\$([\\d.]+) message, \\$([\\d.]+) session\\.");

    static Stream<String> streams() {
        return CapturedStream.names();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void what_is_billed_is_what_was_reported(String stream) {
        CapturedStream captured = CapturedStream.load(stream);
        RealAgent agent = RealAgent.ofStream(stream);
        IterationTally tally = new IterationTally();

        captured.feed(agent.codingPlatform(Path.of("/config")).parser(AgentTasks.fresh())).forEach(tally::accept);

        Usage reported = reported(agent, stream, captured.stdout());
        assertThat(tally.usage()).usingRecursiveComparison().ignoringFields("costUsd").isEqualTo(reported);
        assertThat(money(tally.usage().costUsd())).isEqualByComparingTo(money(reported.costUsd()));
    }

    @Test
    void the_streams_tell_of_something() throws Exception {
        assertThat(streams()).hasSizeGreaterThan(60);
        assertThat(reported(RealAgent.CLAUDE, "claude/S1", CapturedStream.load("claude/S1").stdout()).costUsd()).isPositive();
        assertThat(reported(RealAgent.AIDER, "aider/success", CapturedStream.load("aider/success").stdout()).outputTokens())
                .isPositive();
    }

    private static Usage reported(RealAgent agent, String stream, List<String> lines) {
        return switch (agent) {
            case CLAUDE -> claude(stream, json(lines));
            case CODEX -> codex(json(lines));
            case GEMINI -> gemini(json(lines));
            case OPENCODE -> opencode(json(lines));
            case AIDER -> aider(lines);
        };
    }

    /** The sums of a session count earlier processes too; of one that resumed only the differences are its own. */
    private static Usage claude(String stream, List<JsonNode> lines) {
        List<JsonNode> results = lines.stream().filter(line -> line.path("type").asText().equals("result")).toList();
        if (results.isEmpty()) {
            return Usage.NONE;
        }
        if (stream.endsWith("_resume")) {
            return results.stream().map(result -> models(result.path("model_usage_since_last_result")))
                    .reduce(Usage.NONE, Usage::plus);
        }
        Usage tokens = models(results.getLast().path("modelUsage"));
        return new Usage(tokens.inputTokens(), tokens.cacheCreationInputTokens(), tokens.cacheReadInputTokens(),
                tokens.outputTokens(), results.getLast().path("total_cost_usd").decimalValue());
    }

    private static Usage models(JsonNode models) {
        return models.valueStream().map(model -> new Usage(model.path("inputTokens").asLong(),
                model.path("cacheCreationInputTokens").asLong(), model.path("cacheReadInputTokens").asLong(),
                model.path("outputTokens").asLong(), model.path("costUSD").decimalValue())).reduce(Usage.NONE, Usage::plus);
    }

    /** Cumulative: the last one counts. */
    private static Usage codex(List<JsonNode> lines) {
        return lines.stream().filter(line -> line.path("type").asText().equals("turn.completed"))
                .map(line -> line.path("usage"))
                .reduce((first, second) -> second)
                .map(usage -> new Usage(
                        usage.path("input_tokens").asLong() - usage.path("cached_input_tokens").asLong()
                                - usage.path("cache_write_input_tokens").asLong(),
                        usage.path("cache_write_input_tokens").asLong(), usage.path("cached_input_tokens").asLong(),
                        usage.path("output_tokens").asLong(), null))
                .orElse(Usage.NONE);
    }

    private static Usage gemini(List<JsonNode> lines) {
        return lines.stream().filter(line -> line.path("type").asText().equals("result")).map(line -> line.path("stats"))
                .map(stats -> new Usage(stats.path("input").asLong(), 0, stats.path("cached").asLong(),
                        stats.path("total_tokens").asLong() - stats.path("input_tokens").asLong(), null))
                .reduce(Usage.NONE, Usage::plus);
    }

    private static Usage opencode(List<JsonNode> lines) {
        return lines.stream().filter(line -> line.path("type").asText().equals("step_finish")).map(line -> line.path("part"))
                .map(part -> new Usage(part.at("/tokens/input").asLong(), part.at("/tokens/cache/write").asLong(),
                        part.at("/tokens/cache/read").asLong(),
                        part.at("/tokens/output").asLong() + part.at("/tokens/reasoning").asLong(),
                        part.path("cost").decimalValue()))
                .reduce(Usage.NONE, Usage::plus);
    }

    private static Usage aider(List<String> lines) {
        Usage tokens = lines.stream().map(AIDER_TOKENS::matcher).filter(Matcher::find)
                .map(line -> new Usage(
                        count(line.group(1)) - part(line.group(), "cache write") - part(line.group(), "cache hit"),
                        part(line.group(), "cache write"), part(line.group(), "cache hit"), count(line.group(2)), null))
                .reduce(Usage.NONE, Usage::plus);
        return new Usage(Math.max(0, tokens.inputTokens()), tokens.cacheCreationInputTokens(), tokens.cacheReadInputTokens(),
                tokens.outputTokens(), aiderCost(lines));
    }

    /** Each message's cost is said to more places than the sum of the session, which must agree to its last place. */
    private static BigDecimal aiderCost(List<String> lines) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Matcher line : lines.stream().map(AIDER_COST::matcher).filter(Matcher::find).toList()) {
            sum = sum.add(new BigDecimal(line.group(1)));
            BigDecimal session = new BigDecimal(line.group(2));
            assertThat(sum.subtract(session).abs()).as("sum of messages and session")
                    .isLessThanOrEqualTo(BigDecimal.ONE.movePointLeft(session.scale()));
        }
        return sum;
    }

    private static long part(String report, String what) {
        Matcher part = Pattern.compile("(\\S+) " + what).matcher(report);
        return part.find() ? count(part.group(1)) : 0;
    }

    private static long count(String text) {
        return text.endsWith("k") ? new BigDecimal(text.replace("k", "")).movePointRight(3).longValueExact()
                : Long.parseLong(text);
    }

    private static List<JsonNode> json(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("{")).map(line -> {
            try {
                return MAPPER.readTree(line);
            } catch (IOException cut) {
                return MAPPER.createObjectNode();
            }
        }).toList();
    }

    private static BigDecimal money(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount.setScale(9, RoundingMode.HALF_UP);
    }
}
