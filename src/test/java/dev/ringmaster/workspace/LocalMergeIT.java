package dev.ringmaster.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.workspace.MergeResult.AlreadyMerged;
import dev.ringmaster.workspace.MergeResult.MergeConflict;
import dev.ringmaster.workspace.MergeResult.MergeRefused;
import dev.ringmaster.workspace.MergeResult.Merged;
import dev.ringmaster.workspace.RemoveResult.Kept;
import dev.ringmaster.workspace.RemoveResult.Reason;
import dev.ringmaster.workspace.RemoveResult.Removed;

class LocalMergeIT {

    final GitFixture fixture;
    final Workspace workspace;
    final Path path;
    final Path repository;
    final Workspaces workspaces = new Workspaces();

    LocalMergeIT(@TempDir Path temporary) throws IOException {
        fixture = GitFixture.in(temporary);
        repository = fixture.repository();
        workspace = fixture.workspace(workspaces, 1, "A card");
        path = workspace.path();
    }

    @Test
    void fastForwardsACleanCheckout() throws IOException {
        var work = fixture.commit(path, "work.txt", "work\n");
        fixture.write(repository, "scratch.txt", "untracked, not in the way\n");

        assertThat(workspaces.merge(workspace, "merge")).isEqualTo(new Merged(work));
        assertThat(repository.resolve("work.txt")).hasContent("work\n");
        assertThat(fixture.git(repository, "status", "--porcelain")).isEqualTo("?? scratch.txt");
        assertThat(workspaces.merge(workspace, "merge")).isEqualTo(new AlreadyMerged(work));
    }

    @Test
    void mergesAsideWhenNobodyHasTheDefaultBranchCheckedOut() throws IOException {
        var main = fixture.commit(repository, "theirs.txt", "theirs\n");
        fixture.git(repository, "checkout", "-q", "--detach");
        var work = fixture.commit(path, "work.txt", "work\n");
        fixture.write(fixture.root(), ".merge-1-a-card/leftover", "of a merge that was killed");

        var result = workspaces.merge(workspace, "Merge card 1");

        var commit = fixture.git(repository, "rev-parse", "main");
        assertThat(result).isEqualTo(new Merged(commit));
        assertThat(fixture.git(repository, "show", "-s", "--format=%P %s", commit))
                .isEqualTo(main + " " + work + " Merge card 1");
        assertThat(fixture.git(repository, "ls-tree", "-r", "--name-only", "main").lines())
                .containsExactly("README.md", "theirs.txt", "work.txt");
        nothingIsLeftBehind();
    }

    @Test
    void changesNothingOnAConflict() throws IOException {
        var main = fixture.commit(repository, "README.md", "theirs\n");
        fixture.commit(path, "README.md", "ours\n");

        assertThat(workspaces.merge(workspace, "merge")).isEqualTo(new MergeConflict(List.of("README.md")));
        assertThat(fixture.git(repository, "rev-parse", "main")).isEqualTo(main);
        assertThat(fixture.git(repository, "status", "--porcelain")).isEmpty();
        nothingIsLeftBehind();
    }

    @Test
    void refusesADirtyCheckoutAndOneThatWouldBeOverwritten() throws IOException {
        fixture.commit(path, "work.txt", "work\n");
        fixture.write(repository, "README.md", "a person's edit\n");
        assertThat(workspaces.merge(workspace, "merge")).isInstanceOfSatisfying(MergeRefused.class,
                refusal -> assertThat(refusal.reason()).contains("uncommitted changes"));

        fixture.git(repository, "checkout", "-q", "README.md");
        fixture.write(repository, "work.txt", "a person's new file\n");
        assertThat(workspaces.merge(workspace, "merge")).isInstanceOf(MergeRefused.class);
        assertThat(repository.resolve("work.txt")).hasContent("a person's new file\n");
        assertThat(fixture.git(repository, "rev-parse", "main")).isEqualTo(workspace.baseCommit());
    }

    @Test
    void mergesManyCardsAtOnceWithoutLosingOne() throws IOException {
        fixture.git(repository, "checkout", "-q", "--detach");
        var cards = IntStream.rangeClosed(2, 7).mapToObj(number -> fixture.workspace(workspaces, number, "Card")).toList();
        for (Workspace card : cards) {
            fixture.commit(card.path(), card.path().getFileName() + ".txt", "work\n");
        }
        try (var threads = Executors.newFixedThreadPool(6)) {
            // Two servers: the lock of one does not keep the other out.
            var merges = cards.stream().map(card -> CompletableFuture.supplyAsync(
                    () -> (cards.indexOf(card) % 2 == 0 ? workspaces : new Workspaces()).merge(card, "merge"), threads))
                    .toList();
            var merged = merges.stream().map(CompletableFuture::join).filter(Merged.class::isInstance).count();
            assertThat(merged).isGreaterThanOrEqualTo(3);
            assertThat(fixture.git(repository, "ls-tree", "--name-only", "main").lines()).hasSize(1 + (int) merged);
        }
    }

    @Test
    void removesAWorktreeOnceItIsMerged() throws IOException {
        fixture.commit(path, "work.txt", "work\n");
        assertThat(workspaces.remove(workspace)).isInstanceOfSatisfying(Kept.class,
                kept -> assertThat(kept.reason()).isEqualTo(Reason.UNPUBLISHED_COMMITS));
        assertThat(path.resolve("work.txt")).exists();

        workspaces.merge(workspace, "merge");
        fixture.write(path, "late.txt", "late\n");
        assertThat(workspaces.remove(workspace)).isInstanceOfSatisfying(Kept.class,
                kept -> assertThat(kept.reason()).isEqualTo(Reason.UNCOMMITTED_CHANGES));
        assertThat(path.resolve("late.txt")).exists();

        Files.delete(path.resolve("late.txt"));
        assertThat(workspaces.remove(workspace)).isEqualTo(new Removed(true));
        assertThat(path).doesNotExist();
        assertThat(fixture.git(repository, "branch", "--list", "ringmaster/*")).isEmpty();
        assertThat(workspaces.remove(workspace)).isEqualTo(new Removed(false));
    }

    @Test
    void keepsTheBranchOfAPushedButUnmergedCard() throws IOException {
        fixture.git(fixture.home(), "init", "-q", "--bare", "remote.git");
        fixture.git(repository, "remote", "add", "origin", fixture.home().resolve("remote.git").toString());
        var pushed = fixture.commit(path, "work.txt", "work\n");
        fixture.git(path, "push", "-q", "origin", workspace.branch());

        assertThat(workspaces.remove(workspace)).isEqualTo(new Removed(false));
        assertThat(path).doesNotExist();
        assertThat(fixture.git(repository, "rev-parse", workspace.branch())).isEqualTo(pushed);

        var again = workspaces.restore(workspace);
        fixture.git(again.path(), "checkout", "-q", "--detach");
        fixture.commit(again.path(), "detached.txt", "nowhere else\n");
        assertThat(workspaces.remove(again)).isInstanceOf(Kept.class);
    }

    private void nothingIsLeftBehind() throws IOException {
        assertThat(fixture.git(repository, "worktree", "list").lines()).hasSize(2);
        try (var files = Files.list(fixture.root())) {
            assertThat(files).containsExactly(path);
        }
    }
}
