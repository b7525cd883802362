package dev.ringmaster.agent.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small repository in plain shell and three cards for it, for a first look at a board. Pure data. */
public final class DemoRepository {

    /** Runs real assertions; exit code 0 when they hold. */
    public static final String CHECK_COMMAND = "sh check.sh";
    public static final String NAME = "desk";
    public static final List<String> TECH_STACK = List.of("POSIX shell");

    private static final List<String> FILES = List.of("README.md", "desk.sh", "check.sh", "commands/help.sh",
            "commands/hello.sh", "checks/desk.sh", "checks/hello.sh");

    private DemoRepository() {
    }

    /** A card to put on the board. */
    public record DemoCard(String title, String taskPrompt, List<String> acceptanceCriteria, List<String> labels) {

        public DemoCard {
            acceptanceCriteria = List.copyOf(acceptanceCriteria);
            labels = List.copyOf(labels);
        }
    }

    /** Path inside the repository to content. */
    public static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        FILES.forEach(file -> files.put(file, Bundled.text("repository/" + file)));
        return files;
    }

    /**
     * In this order: one that is done in one iteration; one that needs two; one that claims to be done too early and is caught
     * by the check. They touch different files, so their branches merge in any order.
     */
    public static List<DemoCard> cards() {
        return List.of(
                new DemoCard("Greet by name", """
                        Let `sh desk.sh hello Ada` print `Hello, Ada!`; without a name it goes on greeting the world.
                        Change commands/hello.sh and add an assertion to checks/hello.sh.
                        """, List.of("`sh desk.sh hello Ada` prints `Hello, Ada!`",
                        "`sh desk.sh hello` still prints `Hello, world!`"), List.of("demo", "small")),
                new DemoCard("Add a stats command", """
                        Add a command that counts: `sh desk.sh stats FILE` prints `lines: N` and `words: N`, and ends with exit
                        code 1 when there is no such file. Write commands/stats.sh and checks/stats.sh, and describe the command
                        in docs/stats.md.
                        """, List.of("`sh desk.sh stats FILE` prints the number of lines and of words",
                        "A missing file ends with exit code 1", "docs/stats.md describes the command"),
                        List.of("demo", "two-iterations")),
                new DemoCard("Add a repeat command", """
                        Add a command that repeats: `sh desk.sh repeat 3 tea` prints `tea` three times, each on its own line.
                        Write commands/repeat.sh and checks/repeat.sh.
                        """,
                        List.of("`sh desk.sh repeat 3 tea` prints `tea` three times", "`sh check.sh` ends with exit code 0"),
                        List.of("demo", "caught-by-check")));
    }
}
