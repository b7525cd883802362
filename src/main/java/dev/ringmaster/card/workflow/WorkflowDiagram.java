package dev.ringmaster.card.workflow;

import java.util.stream.Collectors;

/** Writes the table as text for the documentation, so that it cannot drift from the code. */
public final class WorkflowDiagram {

    private WorkflowDiagram() {
    }

    /** A Mermaid state diagram with one arrow per row; CANCEL and ARCHIVE are left to the table. */
    public static String mermaid() {
        var arrows = Workflow.edges().stream()
                .filter(edge -> edge.trigger() != Trigger.CANCEL && edge.trigger() != Trigger.ARCHIVE)
                .map(edge -> "    " + edge.from() + " --> " + edge.to() + " : " + label(edge))
                .collect(Collectors.joining("\n"));
        return "stateDiagram-v2\n    [*] --> DRAFT\n" + arrows + "\n";
    }

    /** A Markdown table with every row. */
    public static String table() {
        var rows = Workflow.edges().stream()
                .map(edge -> "| " + String.join(" | ", edge.from().name(), edge.trigger().name(), guard(edge),
                        edge.to().name(), actions(edge)) + " |")
                .collect(Collectors.joining("\n"));
        return "| from | trigger | guard | to | actions |\n| --- | --- | --- | --- | --- |\n" + rows + "\n";
    }

    private static String label(Edge edge) {
        var description = edge.guard().description();
        return description == null ? edge.trigger().name() : edge.trigger() + " [" + description + "]";
    }

    private static String guard(Edge edge) {
        var description = edge.guard().description();
        return description == null ? "–" : description;
    }

    private static String actions(Edge edge) {
        return edge.actions().isEmpty() ? "–"
                : edge.actions().stream().map(Action::name).collect(Collectors.joining(", "));
    }
}
