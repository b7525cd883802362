package dev.ringmaster.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/** The table in the docs is the one that {@link RealAgentsIT} holds the real CLIs to. */
class AgentMatrixTest {

    private static final Path DOCUMENT = Path.of("docs/agents.md");
    private static final String BEGIN = "<!-- written by AgentMatrixTest -->\n";
    private static final String END = "<!-- end -->";

    @Test
    void the_table_in_the_docs_is_what_the_suite_expects() throws IOException {
        String document = Files.readString(DOCUMENT);
        String head = document.substring(0, document.indexOf(BEGIN) + BEGIN.length());
        String tail = document.substring(document.indexOf(END));
        String expected = head + "\n" + AgentMatrix.markdown() + "\n" + tail;
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(Files.readString(DOCUMENT)).as("run this test with -Dupdate.docs=true").isEqualTo(expected);
    }

    @Test
    void every_scenario_is_in_the_table() {
        Set<Object> played = AgentMatrix.cells().map(cell -> cell.get()[1]).collect(Collectors.toSet());

        assertThat(played).containsExactlyInAnyOrder((Object[]) AgentScenario.values());
    }
}
