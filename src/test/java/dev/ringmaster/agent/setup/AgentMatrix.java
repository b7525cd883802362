package dev.ringmaster.agent.setup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.Arguments;

import dev.ringmaster.testing.RealAgent;

/** What each real CLI does in each scenario: checked by {@link RealAgentsIT}, published in docs/agents.md. */
final class AgentMatrix {

    /** Not possible with this CLI. */
    private static final String NONE = "–";

    /** One line a scenario: claude, codex, gemini, opencode, aider. */
    private static final String CELLS = """
            SUCCESS             | COMPLETED | COMPLETED | COMPLETED | COMPLETED | COMPLETED
            LARGE_PROMPT        | COMPLETED | COMPLETED | COMPLETED | COMPLETED | COMPLETED
            NO_SIGNAL           | WORKING | WORKING | WORKING | WORKING | WORKING
            API_ERROR           | ERROR | ERROR | ERROR | ERROR | ERROR
            BAD_REQUEST         | ERROR | ERROR | ERROR | ERROR | ERROR
            LIMIT_WITH_RESET    | RATE_LIMITED, with its end | RATE_LIMITED, with its end | RATE_LIMITED, with its end | RATE_LIMITED, ended by the server | RATE_LIMITED
            LIMIT_WITHOUT_RESET | RATE_LIMITED | RATE_LIMITED | RATE_LIMITED | RATE_LIMITED, ended by the server | RATE_LIMITED
            LOGIN_REFUSED       | AUTH_FAILED | AUTH_FAILED | AUTH_FAILED | AUTH_FAILED | AUTH_FAILED
            PLAN                | COMPLETED | COMPLETED | COMPLETED | COMPLETED | COMPLETED
            HOSTILE_REPOSITORY  | COMPLETED | COMPLETED | ERROR, not started | ERROR, not started | ERROR, not started
            TURN_LIMIT          | ERROR | – | ERROR | – | –
            TERMINAL_OUTPUT     | COMPLETED | COMPLETED | COMPLETED | COMPLETED | COMPLETED
            HUGE_OUTPUT         | COMPLETED | COMPLETED | COMPLETED | COMPLETED | –
            KILLED_AND_RESUMED  | KILLED, then COMPLETED | KILLED, then COMPLETED | KILLED, then COMPLETED | KILLED, then COMPLETED | KILLED, no session
            SESSION_GONE        | ERROR | ERROR | ERROR | ERROR | –
            HANGS               | nothing left | nothing left | nothing left | nothing left | nothing left
            STOPPED_IN_TOOL     | nothing left | nothing left | nothing left | nothing left | nothing left
            """;

    private AgentMatrix() {
    }

    /** For a parameterized test: agent, scenario, what it comes to. */
    static Stream<Arguments> cells() {
        return CELLS.lines().flatMap(line -> {
            var row = row(line);
            var scenario = AgentScenario.valueOf(row.getFirst());
            return Arrays.stream(RealAgent.values()).filter(agent -> !row.get(agent.ordinal() + 1).equals(NONE))
                    .map(agent -> Arguments.of(agent, scenario, row.get(agent.ordinal() + 1)));
        });
    }

    /** As a table in Markdown. */
    static String markdown() {
        var lines = new ArrayList<String>();
        lines.add("| what happens | " + String.join(" | ", Arrays.stream(RealAgent.values())
                .map(agent -> agent.platform() + " " + agent.version()).toList()) + " |");
        lines.add("| --- ".repeat(RealAgent.values().length + 1) + "|");
        CELLS.lines().map(AgentMatrix::row)
                .forEach(row -> lines.add("| " + AgentScenario.valueOf(row.getFirst()).title() + " | "
                        + String.join(" | ", row.subList(1, row.size())) + " |"));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> row(String line) {
        return List.of(line.strip().split("\\s*\\|\\s*"));
    }
}
