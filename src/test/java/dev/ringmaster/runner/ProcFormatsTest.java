package dev.ringmaster.runner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from /proc and from the shim's records, and what is concluded from it. */
class ProcFormatsTest {

    private static final long SERVER = 50;

    @Test
    void aCommandNameCannotShiftTheFieldsOfStat() {
        var stat = ProcessStat.parse("42 (a) S 1 (\n) R) Z 7 42 40 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 0 0 0\n");

        assertThat(stat).isEqualTo(new ProcessStat(42, 'Z', 7, 40, 123456));
        assertThat(ProcessStat.parse("")).isNull();
        assertThat(ProcessStat.parse("42 (cut) S 1")).isNull();
    }

    @Test
    void theTimeOfAProcessCountsItsChildrenThatHaveEnded() {
        assertThat(CpuTime.parse("42 (a) S 1 (\n) R) Z 7 42 40 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 0 0 0\n"))
                .hasMillis(260);
        assertThat(CpuTime.parse("42 (cut) S 1")).isZero();
        assertThat(CpuTime.of(ProcessHandle.current().pid())).isPositive();
    }

    @Test
    void aRecordCountsOnlyWhenItsLineIsComplete() {
        assertThat(ProcessIdentity.parse("12 3456 boot\n      \n")).isEqualTo(new ProcessIdentity(12, 3456, "boot"));
        assertThat(ProcessIdentity.parse("12 3456 boot")).isNull();
        assertThat(ProcessIdentity.parse("       \n")).isNull();
        assertThat(ProcessIdentity.parse("-1 3456 boot\n")).isNull();
    }

    @Test
    void aPidOfAnotherStartOrAnotherBootIsAnotherProcess() {
        var identity = ProcessIdentity.of(requireNonNull(ProcessStat.read(ProcessHandle.current().pid())));

        assertThat(identity.isAlive()).isTrue();
        assertThat(new ProcessIdentity(identity.pid(), identity.startTicks() - 1, identity.bootId()).isAlive()).isFalse();
        assertThat(new ProcessIdentity(identity.pid(), identity.startTicks(), "other").isAlive()).isFalse();
        assertThat(identity.signal(true)).as("never ends itself").isFalse();
    }

    @Test
    void aMarkerIsReadFromAnEnvironmentOnlyWhenComplete() {
        var environ = "A=RINGMASTER_RUN=no\0RINGMASTER_SPOOL=/s\0RINGMASTER_RUN=r-1\0RINGMASTER_GUARD=g\0RINGMASTER_EPOCH=7\0";

        assertThat(Marker.parse(bytes(environ))).isEqualTo(new Marker("/s", "r-1", "g", 7));
        assertThat(Marker.parse(bytes(environ.replace("EPOCH=7", "EPOCH=x")))).isNull();
        assertThat(Marker.parse(bytes(environ.replace("\0RINGMASTER_RUN", "\0X_RINGMASTER_RUN")))).isNull();
        assertThat(Marker.parse(bytes(""))).isNull();
    }

    @Test
    void theTreeHoldsDescendantsAndSessionsButNothingElse() {
        var tree = tree(new ProcessStat(1, 'S', 0, 1, 0), new ProcessStat(SERVER, 'S', 1, 1, 5),
                new ProcessStat(100, 'S', SERVER, 100, 10), new ProcessStat(101, 'S', 100, 100, 11),
                new ProcessStat(102, 'S', 101, 102, 12), new ProcessStat(103, 'S', 1, 102, 13),
                new ProcessStat(104, 'S', 1, 100, 14), new ProcessStat(200, 'S', 1, 200, 15));

        assertThat(tree.closure(List.of(100L), 0, SERVER)).isEqualTo(Set.of(100L, 101L, 102L, 103L, 104L));
        assertThat(tree.closure(List.of(101L), 0, SERVER)).isEqualTo(Set.of(101L, 102L, 103L));
        assertThat(tree.closure(List.of(101L), 100, SERVER)).isEqualTo(Set.of(100L, 101L, 102L, 103L, 104L));
        assertThat(tree.closure(List.of(999L), 0, SERVER)).isEmpty();
    }

    @Test
    void theServerAndWhatElseItRunsIsNeverInTheTree() {
        var tree = tree(new ProcessStat(100, 'S', 1, 100, 1), new ProcessStat(SERVER, 'S', 100, 90, 5),
                new ProcessStat(60, 'S', SERVER, 60, 6));

        assertThat(tree.closure(List.of(100L, SERVER), 0, SERVER)).isEqualTo(Set.of(100L));
    }

    @Test
    void aProcessOlderThanItsSupposedParentIsNotItsChild() {
        var tree = tree(new ProcessStat(100, 'S', 1, 100, 50), new ProcessStat(101, 'S', 100, 7, 49));

        assertThat(tree.closure(List.of(100L), 0, SERVER)).isEqualTo(Set.of(100L));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", ".", "..", "a/b", "-a", "a b", "a\nb", "ä" })
    void namesThatAreNotSafeAsFilesAreRefused(String name) {
        assertThatThrownBy(() -> spec(name, "g", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> spec("n", name, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "A-B", "A=B", "1A", "RINGMASTER_RUN", "RINGMASTER_SPOOL", "ringmaster_path" })
    void variablesThatAShellOrTheMarkerWouldLoseAreRefused(String variable) {
        assertThatThrownBy(() -> spec("n", "g", Map.of(variable, "x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSpecDoesNotShowSecretsWhenLogged() {
        assertThat(spec("n", "g", Map.of("API_KEY", "s3cret")).toString()).contains("n").doesNotContain("s3cret");
    }

    private static ProcessSpec spec(String name, String guard, Map<String, String> environment) {
        return new ProcessSpec(name, guard, 1, Path.of("/"), List.of("true", "s3cret"), environment, Map.of(), "s3cret");
    }

    private static ProcessTree tree(ProcessStat... stats) {
        var processes = new HashMap<Long, ProcessStat>();
        for (var stat : stats) {
            processes.put(stat.pid(), stat);
        }
        return new ProcessTree(processes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
