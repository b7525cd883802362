package dev.ringmaster.card.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class WorkflowDiagramTest {

    private static final Path DOCUMENT = Path.of("docs", "state-machine.md");

    @Test
    void theDocumentShowsTheTable() throws IOException {
        var expected = """
                # The state machine of a card

                A card is in one of 16 states. A trigger moves it along an edge of the table below when the edge's guard holds;
                the edge's actions are done after the move. Every pair of a state and a trigger that is not in the table is
                refused and changes nothing.

                This page is written from `dev.ringmaster.card.workflow.Workflow` by
                `./mvnw test -Dtest=WorkflowDiagramTest -Dupdate.docs=true`; a test fails when it is out of date.

                ## Diagram

                `CANCEL` and `ARCHIVE` are left out here: see the table.

                ```mermaid
                %s```

                ## Table

                %s""".formatted(WorkflowDiagram.mermaid(), WorkflowDiagram.table());
        if (Boolean.getBoolean("update.docs")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(Files.readString(DOCUMENT)).as("run this test with -Dupdate.docs=true").isEqualTo(expected);
    }

    @Test
    void everyStateIsInTheDiagram() {
        var diagram = WorkflowDiagram.mermaid();

        for (var state : CardState.values()) {
            if (state != CardState.ARCHIVED) {
                assertThat(diagram).containsPattern("--> " + state + " :");
            }
            assertThat(diagram).contains(state.name());
        }
    }
}
