package dev.ringmaster.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.runner.LocalRunner;
import dev.ringmaster.runner.Runner;
import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.workspace.Workspaces;
import dev.ringmaster.workspace.git.GitException;

/** A server that slept between its last look at the database and its commit comes too late, however long it slept. */
class FencedCommitIT {

    private static final String GUARD = "card-1";

    @Test
    void who_has_been_replaced_commits_nothing_and_who_replaced_it_does(@TempDir Path temporary) throws Exception {
        var repository = Path.of(GitRepository.create(Files.createDirectory(temporary.resolve("repository")), "main"));
        var workspaces = new Workspaces();
        var workspace = workspaces.create(repository, UUID.randomUUID(), temporary.resolve("worktrees"), 1, "A card", "main",
                null);
        Files.writeString(workspace.path().resolve("work.txt"), "half done\n");
        try (var scheduler = Executors.newSingleThreadScheduledExecutor();
                var sleeper = new LocalRunner(temporary.resolve("spool"), scheduler);
                var next = new LocalRunner(temporary.resolve("spool"), scheduler)) {
            sleeper.takeOver(GUARD, 1, null);

            next.takeOver(GUARD, 2, null);

            assertThatThrownBy(() -> workspaces.harvest(workspace, "too late", workspace.baseCommit(),
                    sleeper.fence(GUARD, 1))).isInstanceOfSatisfying(GitException.class,
                            refusal -> assertThat(refusal.exitCode()).isEqualTo(Runner.FENCED_OFF));
            assertThat(workspaces.head(workspace)).isEqualTo(workspace.baseCommit());
            assertThat(GitRepository.git(workspace.path(), "status", "--porcelain")).isEqualTo("?? work.txt");

            var harvest = workspaces.harvest(workspace, "in time", workspace.baseCommit(), next.fence(GUARD, 2));
            assertThat(harvest.head()).isEqualTo(workspaces.head(workspace)).isNotEqualTo(workspace.baseCommit());
            assertThat(harvest.changes()).singleElement().satisfies(change -> assertThat(change.path()).isEqualTo("work.txt"));
        }
    }
}
