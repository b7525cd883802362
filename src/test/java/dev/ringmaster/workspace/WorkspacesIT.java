package dev.ringmaster.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.workspace.WorkspaceException.Reason;

class WorkspacesIT {

    final GitFixture fixture;
    final Workspaces workspaces = new Workspaces();

    WorkspacesIT(@TempDir Path temporary) throws IOException {
        fixture = GitFixture.in(temporary);
    }

    @Test
    void createsAWorktreeOnABranchOfItsOwn() {
        var workspace = fixture.workspace(workspaces, 42, "Rate-limit the login");

        assertThat(workspace.path()).isEqualTo(fixture.root().resolve("42-rate-limit-the-login"));
        assertThat(workspace.branch()).isEqualTo("ringmaster/a1b2c3/42-rate-limit-the-login");
        assertThat(workspace.baseCommit()).isEqualTo(fixture.git(fixture.repository(), "rev-parse", "main"));
        assertThat(workspace.path().resolve("README.md")).hasContent("hello\n");
        assertThat(fixture.git(workspace.path(), "status", "--porcelain")).isEmpty();
        assertThat(fixture.git(workspace.path(), "branch", "--show-current")).isEqualTo(workspace.branch());
        assertThat(workspaces.head(workspace)).isEqualTo(workspace.baseCommit());
        assertThat(workspaces.hasChanges(workspace)).isFalse();
    }

    @Test
    void adoptsItsOwnWorktreeWithAllThatIsInIt() throws IOException {
        var first = fixture.workspace(workspaces, 1, "A card");
        fixture.write(first.path(), "new.txt", "uncommitted\n");
        fixture.write(first.path(), "README.md", "edited\n");
        fixture.commit(fixture.repository(), "other.txt", "main goes on\n");

        var second = fixture.workspace(workspaces, 1, "A card");

        assertThat(second).isEqualTo(first);
        assertThat(first.path().resolve("new.txt")).hasContent("uncommitted\n");
        assertThat(first.path().resolve("README.md")).hasContent("edited\n");
        assertThat(workspaces.hasChanges(second)).isTrue();
    }

    @Test
    void usesABranchKeptFromBeforeWithItsRecordedBase() throws IOException {
        var first = fixture.workspace(workspaces, 1, "A card");
        var work = fixture.commit(first.path(), "work.txt", "work\n");
        fixture.git(fixture.repository(), "worktree", "remove", first.path().toString());
        fixture.commit(fixture.repository(), "other.txt", "main goes on\n");

        var second = workspaces.create(fixture.repository(), GitFixture.PROJECT, fixture.root(), 1, "A card", "main",
                first.baseCommit());

        assertThat(second).isEqualTo(first);
        assertThat(workspaces.head(second)).isEqualTo(work);
        assertThat(workspaces.hasChanges(second)).isTrue();
    }

    @Test
    void checksARemovedDirectoryOutAgain() throws IOException {
        var first = fixture.workspace(workspaces, 1, "A card");
        var work = fixture.commit(first.path(), "work.txt", "work\n");
        WorktreeFiles.delete(first.path());
        assertThatThrownBy(() -> workspaces.head(first)).isInstanceOfSatisfying(WorkspaceException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_A_WORKTREE));

        var second = workspaces.restore(first);

        assertThat(second).isEqualTo(first);
        assertThat(workspaces.head(second)).isEqualTo(work);
        assertThat(second.path().resolve("work.txt")).hasContent("work\n");
    }

    @Test
    void finishesACreationThatWasKilled() throws IOException {
        var path = fixture.root().resolve("1-a-card");
        fixture.git(fixture.repository(), "worktree", "add", "-q", "--no-checkout", "-b", "ringmaster/a1b2c3/1-a-card",
                path.toString());
        fixture.git(fixture.repository(), "worktree", "lock", "--reason", "initializing", path.toString());
        Files.writeString(fixture.repository().resolve(".git/worktrees/1-a-card/index.lock"), "");

        var workspace = fixture.workspace(workspaces, 1, "A card");

        assertThat(path.resolve("README.md")).hasContent("hello\n");
        assertThat(workspaces.hasChanges(workspace)).isFalse();
        assertThat(fixture.git(fixture.repository(), "worktree", "list", "--porcelain")).doesNotContain("locked");
    }

    @Test
    void repairsARedirectedGitFileAndRefusesAForeignRepository() throws IOException {
        var workspace = fixture.workspace(workspaces, 1, "A card");
        Files.writeString(workspace.path().resolve(".git"), "gitdir: " + fixture.repository().resolve(".git") + "\n");
        assertThatThrownBy(() -> workspaces.hasChanges(workspace)).isInstanceOf(WorkspaceException.class);

        workspaces.restore(workspace);

        assertThat(workspaces.hasChanges(workspace)).isFalse();
        Files.delete(workspace.path().resolve(".git"));
        fixture.git(workspace.path(), "init", "-q");
        assertThatThrownBy(() -> workspaces.restore(workspace)).isInstanceOf(WorkspaceException.class)
                .hasMessageContaining("no longer a worktree");
        assertThat(workspace.path().resolve("README.md")).exists();
    }

    @Test
    void refusesATakenPathAndABranchInUse() throws IOException {
        fixture.write(fixture.root(), "1-a-card/mine.txt", "somebody else's\n");
        assertThatThrownBy(() -> fixture.workspace(workspaces, 1, "A card")).isInstanceOfSatisfying(WorkspaceException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.PATH_TAKEN)).hasMessageContaining("move it away");
        assertThat(fixture.root().resolve("1-a-card/mine.txt")).hasContent("somebody else's\n");

        Files.createSymbolicLink(fixture.root().resolve("2-link"), fixture.home());
        assertThatThrownBy(() -> fixture.workspace(workspaces, 2, "Link")).hasMessageContaining("is not a worktree");

        fixture.git(fixture.repository(), "checkout", "-q", "-b", "ringmaster/a1b2c3/3-used");
        assertThatThrownBy(() -> fixture.workspace(workspaces, 3, "Used")).isInstanceOfSatisfying(WorkspaceException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.BRANCH_IN_USE));
    }

    @Test
    void createsTwentyWorktreesOfOneRepositoryAtOnce() {
        try (var threads = Executors.newFixedThreadPool(20)) {
            var creations = IntStream.rangeClosed(1, 20).mapToObj(number -> CompletableFuture.supplyAsync(
                    () -> fixture.workspace(workspaces, number, "Card"), threads)).toList();

            List<Workspace> made = creations.stream().map(CompletableFuture::join).toList();

            assertThat(made).extracting(Workspace::path).doesNotHaveDuplicates().hasSize(20)
                    .allSatisfy(path -> assertThat(path.resolve("README.md")).hasContent("hello\n"));
        }
        assertThat(fixture.git(fixture.repository(), "worktree", "list").lines()).hasSize(21);
    }

    @Test
    void createsAtOnceFromTwoServersOverOneRepository() {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var creations = IntStream.rangeClosed(1, 8).mapToObj(number -> CompletableFuture.supplyAsync(
                    () -> fixture.workspace(new Workspaces(), number, "Card"), threads)).toList();

            assertThat(creations).extracting(CompletableFuture::join).hasSize(8);
        }
    }

    @Test
    void listsOrphansAndDeletesNothing() throws IOException {
        var owned = fixture.workspace(workspaces, 1, "Owned");
        var orphan = fixture.workspace(workspaces, 2, "Orphan");
        fixture.write(fixture.root(), "a-file", "");

        assertThat(workspaces.orphans(fixture.root(), Set.of(owned.path()))).containsExactly(orphan.path());
        assertThat(orphan.path().resolve("README.md")).exists();
        assertThat(workspaces.orphans(fixture.root().resolve("missing"), Set.of())).isEmpty();
    }
}
