package dev.ringmaster.journal;

import static dev.ringmaster.loop.LoopDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.ringmaster.loop.LoopDatabase;

/** How much of a journal one read brings into memory. */
class JournalRepositoryIT {

    private static final JournalRepository JOURNAL = new JournalRepository();

    @AutoClose
    private static final LoopDatabase database = LoopDatabase.shared();

    private UUID run;

    @BeforeEach
    void queue() throws SQLException {
        run = database.queued("s");
    }

    @Test
    void a_read_ends_at_the_rows_it_may_have() throws SQLException {
        write(1, 50, "'line'");

        assertThat(seqs(after(10, 20, 1_000_000))).containsExactly(11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L, 21L, 22L,
                23L, 24L, 25L, 26L, 27L, 28L, 29L, 30L);
    }

    @Test
    void a_read_ends_at_the_bytes_it_may_have_whichever_column_holds_them() throws SQLException {
        write(1, 1, "repeat('ä', 500)");
        database.execute("insert into run_event (run_id, seq, iteration, at, kind, tool_input, tool_output) values ('" + run
                + "', 2, 1, now(), 'TOOL_RESULT', repeat('x', 500), repeat('x', 500))");
        write(3, 3, "'line'");

        assertThat(seqs(after(0, 100, 2 * 1_200))).containsExactly(1L, 2L);
        assertThat(seqs(after(0, 100, 2 * 1_200 - 1))).containsExactly(1L);
        assertThat(seqs(after(0, 100, 2 * 1_200 + 204))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void one_row_comes_however_large_it_is() throws SQLException {
        write(1, 2, "repeat('x', 1000000)");

        assertThat(seqs(after(0, 100, 1_000))).containsExactly(1L);
        assertThat(seqs(after(1, 100, 1_000))).containsExactly(2L);
        assertThat(after(2, 100, 1_000)).isEmpty();
    }

    private List<RunEvent> after(long seq, int limit, long maxBytes) {
        return await(JOURNAL.after(database.pool(), run, seq, limit, maxBytes));
    }

    private static List<Long> seqs(List<RunEvent> events) {
        return events.stream().map(RunEvent::seq).toList();
    }

    private void write(int from, int to, String text) throws SQLException {
        database.execute("insert into run_event (run_id, seq, iteration, at, kind, text) select '%s', n, 1, now(), 'RAW', %s"
                .formatted(run, text) + " from generate_series(" + from + ", " + to + ") n");
    }
}
