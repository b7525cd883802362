package dev.ringmaster.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.workspace.WorkspaceException.Reason;

class CommitAllIT {

    final GitFixture fixture;
    final Workspace workspace;
    final Path path;
    final Workspaces workspaces = new Workspaces();

    CommitAllIT(@TempDir Path temporary) throws IOException {
        fixture = GitFixture.in(temporary);
        workspace = fixture.workspace(workspaces, 1, "A card");
        path = workspace.path();
    }

    @Test
    void doesNothingWithoutChanges() {
        assertThat(workspaces.commitAll(workspace, "nothing").sha()).isEmpty();
        assertThat(workspaces.head(workspace)).isEqualTo(workspace.baseCommit());
    }

    @Test
    void commitsEditsNewFilesAndDeletionsButNothingIgnored() throws IOException {
        fixture.commit(path, ".gitignore", "*.log\n");
        fixture.commit(path, "gone.txt", "gone\n");
        fixture.write(path, "README.md", "edited\n");
        fixture.write(path, "deep/er/new.txt", "new\n");
        fixture.write(path, "debug.log", "ignored\n");
        Files.delete(path.resolve("gone.txt"));

        var commit = workspaces.commitAll(workspace, "What was left\n\nbody");

        assertThat(commit.sha()).contains(workspaces.head(workspace));
        assertThat(fixture.git(path, "show", "--name-status", "--format=%an <%ae>%n%B", "HEAD").lines()).containsExactly(
                "Ringmaster <ringmaster@localhost>", "What was left", "", "body", "", "M\tREADME.md", "A\tdeep/er/new.txt",
                "D\tgone.txt");
        assertThat(fixture.git(path, "status", "--porcelain")).isEmpty();
        assertThat(fixture.git(path, "rev-parse", workspace.branch())).isEqualTo(workspaces.head(workspace));
        assertThat(workspaces.commitAll(workspace, "again").sha()).isEmpty();
    }

    @Test
    void commitsInTheNameOfTheRepositorysUser() throws IOException {
        fixture.git(fixture.repository(), "config", "user.name", "Zoë");
        fixture.git(fixture.repository(), "config", "user.email", "zoe@example.org");
        fixture.write(path, "new.txt", "new\n");

        workspaces.commitAll(workspace, "new");

        assertThat(fixture.git(path, "show", "-s", "--format=%ae")).isEqualTo("zoe@example.org");
    }

    @Test
    void takesUnusualFilesAsTheyAre() throws IOException {
        fixture.write(path, "line\nbreak", "1\n");
        fixture.write(path, "\"quoted\" 'name'\t\\", "2\n");
        fixture.write(path, "--all", "3\n");
        fixture.write(path, ":(exclude)x", "4\n");
        fixture.write(path, "日本語/é", "5\n");
        Files.createSymbolicLink(path.resolve("out"), Path.of("/etc"));
        Files.write(path.resolve("binary"), new byte[] { 0, 1, 2, (byte) 0xff });
        Files.write(path.resolve("large"), new byte[10 << 20]);

        workspaces.commitAll(workspace, "unusual");

        assertThat(fixture.git(path, "status", "--porcelain", "--ignored")).isEmpty();
        assertThat(fixture.git(path, "show", "--format=", "--name-only", "-z", "HEAD").split("\0")).hasSize(8);
        assertThat(fixture.git(path, "cat-file", "-p", "HEAD:out")).isEqualTo("/etc");
        assertThat(fixture.git(path, "cat-file", "-s", "HEAD:large")).isEqualTo("10485760");
    }

    @Test
    void leavesAnEmbeddedRepositoryOutAndSaysSo() throws IOException {
        for (String name : new String[] { "embedded", "staged" }) {
            fixture.git(path, "init", "-q", name);
            fixture.commit(path.resolve(name), "inner.txt", "inner\n");
        }
        fixture.git(path, "add", "staged");
        fixture.write(path, "new.txt", "new\n");

        var commit = workspaces.commitAll(workspace, "new");

        assertThat(commit.leftOut()).containsExactly("embedded", "staged");
        assertThat(fixture.git(path, "ls-tree", "-r", "--name-only", "HEAD").lines()).containsExactly("README.md", "new.txt");
        assertThat(path.resolve("embedded/inner.txt")).exists();
        assertThat(workspaces.remove(workspace)).isInstanceOf(RemoveResult.Kept.class);
    }

    @Test
    void concludesAMergeWhoseConflictsAreResolved() throws IOException {
        conflictingMerge();
        assertThatThrownBy(() -> workspaces.commitAll(workspace, "merge")).isInstanceOfSatisfying(WorkspaceException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNRESOLVED_CONFLICTS))
                .hasMessageContaining("README.md");
        fixture.write(path, "README.md", "both\n");

        var commit = workspaces.commitAll(workspace, "merge");

        assertThat(commit.sha()).isPresent();
        assertThat(fixture.git(path, "rev-parse", "HEAD^2")).isEqualTo(fixture.git(path, "rev-parse", "main"));
        assertThat(fixture.git(path, "status")).contains("nothing to commit").doesNotContain("merging");
    }

    @Test
    void refusesAnUnfinishedRebaseAndTouchesNothing() throws IOException {
        fixture.commit(fixture.repository(), "README.md", "theirs\n");
        fixture.commit(path, "README.md", "ours\n");
        var tip = fixture.git(path, "rev-parse", workspace.branch());
        assertThat(fixture.tryGit(path, "rebase", "main").exitCode()).isNotZero();

        assertThatThrownBy(() -> workspaces.commitAll(workspace, "x")).isInstanceOfSatisfying(WorkspaceException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNFINISHED_OPERATION)).hasMessageContaining("rebase");
        assertThat(fixture.git(path, "rev-parse", workspace.branch())).isEqualTo(tip);
        assertThat(fixture.git(path, "status")).contains("rebase in progress");
    }

    @Test
    void bringsTheBranchToADetachedHeadAndToAnotherBranch() throws IOException {
        fixture.git(path, "checkout", "-q", "--detach");
        fixture.commit(path, "one.txt", "1\n");
        fixture.write(path, "two.txt", "2\n");
        var detached = workspaces.commitAll(workspace, "two").sha();
        assertThat(detached).contains(fixture.git(path, "rev-parse", workspace.branch()));
        assertThat(fixture.git(path, "branch", "--show-current")).isEqualTo(workspace.branch());

        fixture.git(path, "checkout", "-q", "-b", "feature");
        var work = fixture.commit(path, "three.txt", "3\n");
        workspaces.commitAll(workspace, "nothing left");
        assertThat(fixture.git(path, "rev-parse", workspace.branch())).isEqualTo(work);
        assertThat(fixture.git(path, "branch", "--show-current")).isEqualTo(workspace.branch());

        fixture.git(path, "checkout", "-q", "HEAD~1");
        workspaces.commitAll(workspace, "looked at an old commit");
        assertThat(workspaces.head(workspace)).isEqualTo(work);
        assertThat(fixture.git(path, "status", "--porcelain")).isEmpty();
    }

    @Test
    void keepsBothSidesWhenTheBranchHasDiverged() throws IOException {
        var tip = fixture.commit(path, "one.txt", "1\n");
        fixture.git(path, "checkout", "-q", "--detach", "main");
        fixture.write(path, "two.txt", "2\n");

        assertThatThrownBy(() -> workspaces.commitAll(workspace, "two")).isInstanceOfSatisfying(WorkspaceException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.BRANCH_DIVERGED));
        assertThat(fixture.git(path, "rev-parse", workspace.branch())).isEqualTo(tip);
        assertThat(fixture.git(path, "show", "--format=", "--name-only", "HEAD")).isEqualTo("two.txt");
    }

    @Test
    void breaksAnIndexLockThatAKilledAgentLeft() throws IOException {
        fixture.write(path, "new.txt", "new\n");
        Files.writeString(fixture.repository().resolve(".git/worktrees/1-a-card/index.lock"), "");

        assertThat(workspaces.commitAll(workspace, "new").sha()).isPresent();
    }

    @Test
    void keepsTheLastThreeSnapshotsAndTouchesNeitherFilesNorIndex() throws IOException {
        var card = UUID.randomUUID();
        fixture.write(path, "staged.txt", "staged\n");
        fixture.git(path, "add", "staged.txt");
        for (int number = 8; number <= 12; number++) {
            fixture.write(path, "new.txt", number + "\n");
            workspaces.snapshot(workspace, card, number);
        }

        assertThat(fixture.git(path, "for-each-ref", "--format=%(refname)", "refs/ringmaster").lines())
                .containsExactlyInAnyOrder(
                        "refs/ringmaster/" + card + "/10", "refs/ringmaster/" + card + "/11",
                        "refs/ringmaster/" + card + "/12");
        assertThat(fixture.git(path, "show", "refs/ringmaster/" + card + "/11:new.txt")).isEqualTo("11");
        assertThat(fixture.git(path, "status", "--porcelain").lines()).containsExactly("A  staged.txt", "?? new.txt");
        assertThat(workspaces.head(workspace)).isEqualTo(workspace.baseCommit());

        workspaces.clearSnapshots(fixture.repository(), card);
        assertThat(fixture.git(path, "for-each-ref", "refs/ringmaster")).isEmpty();
    }

    @Test
    void snapshotsAnUnresolvedMerge() throws IOException {
        conflictingMerge();

        var commit = workspaces.snapshot(workspace, UUID.randomUUID(), 1);

        assertThat(fixture.git(path, "show", commit + ":README.md")).contains("<<<<<<<", "ours", "theirs");
        assertThat(fixture.git(path, "status", "--porcelain")).isEqualTo("UU README.md");
    }

    private void conflictingMerge() throws IOException {
        fixture.commit(path, "README.md", "ours\n");
        fixture.commit(fixture.repository(), "README.md", "theirs\n");
        assertThat(fixture.tryGit(path, "merge", "main").exitCode()).isNotZero();
    }
}
