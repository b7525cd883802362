package dev.ringmaster.delivery.argocd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.ObjectMapper;

class SyncTableTest {

    @ParameterizedTest
    @CsvSource({
            "Running,     OutOfSync, ours,   false, WAITING",
            "Terminating, OutOfSync, ours,   false, WAITING",
            "Succeeded,   Synced,    ours,   false, SYNCED",
            "Succeeded,   OutOfSync, ours,   false, WAITING",
            "Succeeded,   Unknown,   ours,   false, WAITING",
            "Succeeded,   Synced,    theirs, false, WAITING",
            "Succeeded,   Synced,    ours,   true,  WAITING",
            "Failed,      OutOfSync, ours,   false, FAILED",
            "Error,       OutOfSync, ours,   false, FAILED",
            "Failed,      OutOfSync, theirs, false, WAITING" })
    void what_a_sync_means(String phase, String sync, String askedBy, boolean pending, SyncTable expected)
            throws IOException {
        assertThat(SyncTable.ofSync(application(phase, sync, "Healthy", askedBy, pending), "ours")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
            "Healthy, Synced, SYNCED", "Healthy, OutOfSync, WAITING", "Progressing, Synced, WAITING",
            "Suspended, Synced, WAITING", "Unknown, Synced, WAITING", "Degraded, Synced, FAILED", "Missing, Synced, FAILED" })
    void what_health_means(String health, String sync, SyncTable expected) throws IOException {
        assertThat(SyncTable.ofHealth(application("Succeeded", sync, health, "ours", false))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
            "Succeeded, OutOfSync, ours,   false, true",
            "Succeeded, Synced,    ours,   false, false",
            "Running,   OutOfSync, ours,   false, false",
            "Failed,    OutOfSync, ours,   false, false",
            "Succeeded, OutOfSync, theirs, false, false",
            "Succeeded, OutOfSync, ours,   true,  false" })
    void another_sync_would_change_nothing(String phase, String sync, String askedBy, boolean pending, boolean expected)
            throws IOException {
        assertThat(application(phase, sync, "Healthy", askedBy, pending).staysOutOfSync("ours")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({ "abc, abc, true", "abc, def, false" })
    void what_has_come_to_git_since_is_worth_another_sync(String synced, String inGit, boolean stays) {
        var info = List.of(Map.of("name", Application.MARKER, "value", "ours"));
        var status = Map.of("sync", Map.of("status", "OutOfSync", "revision", inGit), "operationState",
                Map.of("phase", "Succeeded", "operation", Map.of("info", info), "syncResult", Map.of("revision", synced)));

        assertThat(Application.of(new ObjectMapper().valueToTree(Map.of("status", status))).staysOutOfSync("ours"))
                .isEqualTo(stays);
    }

    private static Application application(String phase, String sync, String health, String askedBy, boolean pending)
            throws IOException {
        var json = new ObjectMapper();
        var info = List.of(Map.of("name", Application.MARKER, "value", askedBy));
        var status = Map.of("sync", Map.of("status", sync), "health", Map.of("status", health), "operationState",
                Map.of("phase", phase, "operation", Map.of("info", info)));
        return Application.of(json.valueToTree(pending ? Map.of("status", status, "operation", Map.of())
                : Map.of("status", status)));
    }
}
