package dev.ringmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Compares what agents of {@code agents/lines.sh} printed with what the journal holds. */
final class Transcripts {

    private static final Pattern LINE = Pattern.compile("line (\\d+) of (\\d+) sum (\\d+) \\.*");

    private final Cluster cluster;

    Transcripts(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Asserts for all iterations of the home that each line of their spools is in the journal once and in order, and that
     * the journal has no other; and that the sequence of each run is gapless.
     *
     * @return how many lines were compared
     */
    long assertWhole() throws SQLException, IOException {
        assertThat(cluster
                .rows("""
                        select r.id, r.last_seq, count(e.seq), min(e.seq), max(e.seq) from run r left join run_event e on e.run_id = r.id
                        group by r.id having count(e.seq) <> r.last_seq or coalesce(max(e.seq), 0) <> r.last_seq"""))
                .isEmpty();
        long lines = 0;
        for (var iteration : cluster.rows("select run_id, number, runner_handle from iteration order by run_id, number")) {
            String journal = cluster.value("""
                    select coalesce(string_agg(text, E'\\n' order by seq), '') from run_event
                    where run_id = ?::uuid and iteration = ?::int and kind = 'ASSISTANT_TEXT'""", iteration.get(0),
                    iteration.get(1));
            String printed = printed(iteration.get(2));
            assertThat(journal).as("journal of %s", iteration)
                    .isEqualTo(printed.endsWith("\n") ? printed.substring(0, printed.length() - 1) : printed);
            lines += numbered(iteration.toString(), printed);
        }
        return lines;
    }

    private String printed(String handle) throws IOException {
        Path file = cluster.root().resolve("spool/runs").resolve(handle.replaceFirst("^local:", "")).resolve("stdout");
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }

    /** That the agent itself printed what it should: one process, counting from 1. */
    private static long numbered(String iteration, String printed) {
        long expected = 0;
        String process = null;
        for (var line : printed.lines().toList()) {
            var match = LINE.matcher(line);
            if (match.matches()) {
                expected++;
                long n = Long.parseLong(match.group(1));
                assertThat(n).as("%s: %s", iteration, line).isEqualTo(expected);
                assertThat(process == null || process.equals(match.group(2))).as("%s: %s", iteration, line).isTrue();
                process = match.group(2);
                assertThat((n * 7919 + Long.parseLong(process)) % 99991).as("%s: %s", iteration, line)
                        .isEqualTo(Long.parseLong(match.group(3)));
            }
        }
        return expected;
    }

    /** Asserts that no agent ever met another one alive in its worktree. */
    void assertNeverTwo() throws IOException {
        try (var files = Files.list(cluster.marks())) {
            assertThat(files.filter(file -> file.toString().endsWith(".violations"))).isEmpty();
        }
    }
}
