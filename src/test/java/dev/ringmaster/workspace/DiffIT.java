package dev.ringmaster.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffIT {

    final GitFixture fixture;
    final Workspace workspace;
    final Path path;
    final Workspaces workspaces = new Workspaces();

    DiffIT(@TempDir Path temporary) throws IOException {
        fixture = GitFixture.in(temporary);
        fixture.commit(fixture.repository(), "moved.txt", "a\nb\nc\nd\ne\nf\n");
        fixture.commit(fixture.repository(), "gone.txt", "gone\n");
        fixture.commit(fixture.repository(), "kind.txt", "becomes a link\n");
        workspace = fixture.workspace(workspaces, 1, "A card");
        path = workspace.path();
    }

    @Test
    void againstAReviewedCommitItShowsOnlyWhatCameAfter() throws IOException {
        fixture.write(path, "README.md", "reviewed\n");
        var reviewed = workspaces.commitAll(workspace, "What was reviewed").sha().orElseThrow();
        fixture.write(path, "fixed.txt", "as asked for\n");

        var diff = workspaces.diff(workspace, reviewed);

        assertThat(diff.base()).isEqualTo(reviewed);
        assertThat(byPath(diff)).containsOnlyKeys("fixed.txt");
        assertThat(byPath(workspaces.diff(workspace))).containsOnlyKeys("README.md", "fixed.txt");
    }

    @Test
    void showsCommittedAndUncommittedWorkWithoutTouchingTheIndex() throws IOException {
        fixture.git(path, "mv", "moved.txt", "new name.txt");
        fixture.git(path, "commit", "-q", "-m", "move");
        fixture.write(path, "README.md", "hello\nworld\n");
        fixture.write(path, "untracked.txt", "untracked\n");
        Files.delete(path.resolve("gone.txt"));
        Files.delete(path.resolve("kind.txt"));
        Files.createSymbolicLink(path.resolve("kind.txt"), Path.of("/etc/passwd"));
        Files.write(path.resolve("binary"), new byte[] { 1, 0, 2 });

        var diff = workspaces.diff(workspace);

        assertThat(diff.base()).isEqualTo(workspace.baseCommit());
        assertThat(diff.head()).isEqualTo(workspaces.head(workspace));
        var files = byPath(diff);
        assertThat(files).containsOnlyKeys("README.md", "new name.txt", "untracked.txt", "gone.txt", "kind.txt", "binary");
        assertThat(files.get("README.md")).satisfies(file -> {
            assertThat(file.status()).isEqualTo("MODIFIED");
            assertThat(file.additions()).isEqualTo(1);
            assertThat(file.patch()).startsWith("diff --git a/README.md b/README.md\n")
                    .endsWith("@@ -1 +1,2 @@\n hello\n+world\n");
        });
        assertThat(files.get("new name.txt")).returns("RENAMED", FileDiff::status).returns("moved.txt", FileDiff::oldPath);
        assertThat(files.get("untracked.txt")).returns("ADDED", FileDiff::status).returns(1, FileDiff::additions);
        assertThat(files.get("gone.txt")).returns("DELETED", FileDiff::status).returns(1, FileDiff::deletions);
        assertThat(files.get("kind.txt")).returns("TYPE_CHANGED", FileDiff::status)
                .satisfies(
                        file -> assertThat(file.patch()).contains("-becomes a link", "+/etc/passwd").doesNotContain("root:"));
        assertThat(files.get("binary")).returns("", FileDiff::patch).returns(false, FileDiff::truncated);
        assertThat(fixture.git(path, "status", "--porcelain")).contains("?? untracked.txt", " D gone.txt");
    }

    @Test
    void readsUnusualNames() throws IOException {
        fixture.write(path, "line\nbreak", "1\n");
        fixture.write(path, "\"quoted\"\ttab", "2\n");
        fixture.write(path, "-h", "3\n");
        fixture.write(path, "日本語", "4\n");
        fixture.write(path, "fake", "x\ndiff --git a/evil b/evil\n+y\n");

        var files = byPath(workspaces.diff(workspace));

        assertThat(files).containsOnlyKeys("line\nbreak", "\"quoted\"\ttab", "-h", "日本語", "fake");
        assertThat(patch(files, "日本語")).endsWith("+4\n");
        assertThat(patch(files, "fake")).endsWith("+x\n+diff --git a/evil b/evil\n++y\n");
        assertThat(patch(files, "line\nbreak")).endsWith("+1\n");
    }

    @Test
    void boundsEachFileAndTheWhole() throws IOException {
        fixture.write(path, "a-large.txt", "0123456789abcde\n".repeat(40_000));
        fixture.write(path, "b-huge.txt", "0123456789abcde\n".repeat(700_000));
        fixture.write(path, "c-one-line.txt", "x".repeat(10 << 20));
        for (int i = 10; i < 40; i++) {
            fixture.write(path, "d-" + i + ".txt", "0123456789abcde\n".repeat(14_000));
        }
        fixture.write(path, "z-small.txt", "small\n");

        var files = byPath(workspaces.diff(workspace));

        assertThat(files).hasSize(34);
        assertThat(files.get("a-large.txt")).returns(40_000, FileDiff::additions).returns(true, FileDiff::truncated);
        assertThat(patch(files, "a-large.txt")).hasSizeLessThanOrEqualTo(Patches.FILE_LIMIT)
                .endsWith("+0123456789abcde\n");
        assertThat(files.get("b-huge.txt")).returns(700_000, FileDiff::additions).returns(true, FileDiff::truncated)
                .returns("", FileDiff::patch);
        assertThat(files.get("c-one-line.txt")).returns(1, FileDiff::additions).returns(true, FileDiff::truncated);
        assertThat(files.values().stream().mapToInt(file -> file.patch().length()).sum())
                .isBetween(Patches.TOTAL_LIMIT - Patches.FILE_LIMIT, Patches.TOTAL_LIMIT);
        assertThat(files.get("d-39.txt")).returns("", FileDiff::patch).returns(true, FileDiff::truncated);
        assertThat(files.get("z-small.txt")).returns(false, FileDiff::truncated);
    }

    @Test
    void leavesOutWhatCameFromTheDefaultBranchAndStaysAfterTheMerge() throws IOException {
        fixture.commit(path, "work.txt", "work\n");
        var main = fixture.commit(fixture.repository(), "theirs.txt", "theirs\n");
        fixture.git(path, "merge", "-q", "--no-edit", "main");

        assertThat(byPath(workspaces.diff(workspace))).containsOnlyKeys("work.txt");
        assertThat(workspaces.diff(workspace).base()).isEqualTo(main);

        workspaces.merge(workspace, "merge");
        assertThat(byPath(workspaces.diff(workspace))).containsKey("work.txt");
    }

    @Test
    void listsWhatChangedSinceACheckpoint() throws IOException {
        fixture.commit(path, "before.txt", "before\n");
        var checkpoint = workspaces.head(workspace);
        fixture.commit(path, "after.txt", "1\n2\n");
        fixture.write(path, "README.md", "changed\n");

        assertThat(workspaces.changesSince(workspace, checkpoint)).containsExactly(
                new FileChange("README.md", "MODIFIED", 1, 1), new FileChange("after.txt", "ADDED", 2, 0));
    }

    private static String patch(Map<String, FileDiff> files, String path) {
        return Objects.requireNonNull(files.get(path)).patch();
    }

    private static Map<String, FileDiff> byPath(Diff diff) {
        return diff.files().stream().collect(Collectors.toMap(FileDiff::path, Function.identity()));
    }
}
