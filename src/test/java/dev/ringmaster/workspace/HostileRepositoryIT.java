package dev.ringmaster.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringmaster.support.RingmasterException;

/** A repository whose configuration names a program wherever git would run one. Each program leaves a mark. */
class HostileRepositoryIT {

    private static final List<String> HOOKS = List.of("post-checkout", "pre-commit", "post-commit", "commit-msg", "post-merge",
            "prepare-commit-msg", "reference-transaction", "post-index-change", "pre-merge-commit", "post-rewrite");

    final GitFixture fixture;
    final Path repository;
    final Path marks;
    final String next;
    final Workspaces workspaces = new Workspaces();

    HostileRepositoryIT(@TempDir Path temporary) throws IOException {
        fixture = GitFixture.in(temporary);
        repository = fixture.repository();
        marks = Files.createDirectory(fixture.home().resolve("marks"));
        fixture.commit(repository, "both.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        fixture.commit(repository, "some.bin", "binary\n");
        fixture.commit(repository, "some.eq", "equals\n");
        fixture.commit(repository, "late.cfg", "late\n");
        fixture.commit(repository, ".gitattributes", """
                *.txt filter=one diff=one merge=one
                *.bin filter=two
                *.eq filter=a=b
                *.cfg filter=late
                """);
        fixture.git(repository, "checkout", "-q", "--detach");
        next = fixture.commit(repository, "both.txt", "one\n2\n3\n4\n5\n6\n7\n8\n9\n");
        fixture.git(repository, "checkout", "-q", "main");
    }

    @Test
    void noneOfItsProgramsRuns() throws IOException {
        arm();

        var workspace = fixture.workspace(workspaces, 1, "A card");
        var path = workspace.path();
        Files.writeString(path.resolve("both.txt"), "1\n2\n3\n4\n5\n6\n7\n8\nnine\n");
        Files.writeString(path.resolve("new.txt"), "new\n");
        Files.writeString(path.resolve("some.bin"), "changed\n");
        Files.writeString(path.resolve("some.eq"), "changed\n");
        Files.writeString(path.resolve("late.cfg"), "changed\n");
        assertThat(workspaces.hasChanges(workspace)).isTrue();
        assertThat(workspaces.diff(workspace).files()).hasSize(5);
        workspaces.snapshot(workspace, UUID.randomUUID(), 1);
        assertThat(workspaces.commitAll(workspace, "work").sha()).isPresent();
        assertThat(workspaces.changesSince(workspace, workspace.baseCommit())).hasSize(5);
        assertThat(workspaces.merge(workspace, "fast-forward")).isInstanceOf(MergeResult.Merged.class);
        assertThat(repository.resolve("both.txt")).hasContent("1\n2\n3\n4\n5\n6\n7\n8\nnine\n");
        moveMain();
        assertThat(workspaces.merge(workspace, "merge")).isInstanceOf(MergeResult.Merged.class);
        new Repositories().inspect(repository.toString(), "main");
        assertThat(workspaces.remove(workspace)).isInstanceOf(RemoveResult.Removed.class);

        assertThat(marked()).isEmpty();
        assertThat(fixture.git(repository, "cat-file", "-p", "main:both.txt")).isEqualTo("one\n2\n3\n4\n5\n6\n7\n8\nnine");
        aPlainGitRunsThem();
    }

    @Test
    void aRepositoryInsideTheWorktreeIsNotEntered() throws IOException {
        var workspace = fixture.workspace(workspaces, 1, "A card");
        var inner = workspace.path().resolve("inner");
        fixture.git(workspace.path(), "init", "-q", "inner");
        fixture.commit(inner, "inner.txt", "inner\n");
        fixture.git(inner, "config", "core.fsmonitor", program("inner-fsmonitor").toString());
        fixture.write(workspace.path(), ".gitmodules", "[submodule \"inner\"]\n\tpath = inner\n\turl = ./inner\n");
        fixture.git(workspace.path(), "add", "inner", ".gitmodules");
        fixture.git(workspace.path(), "commit", "-q", "-m", "submodule");
        Files.writeString(inner.resolve("inner.txt"), "dirty\n");
        Files.deleteIfExists(marks.resolve("inner-fsmonitor"));

        workspaces.commitAll(workspace, "work");
        workspaces.hasChanges(workspace);
        workspaces.diff(workspace);
        workspaces.remove(workspace);

        assertThat(marked()).isEmpty();
        assertThat(inner.resolve("inner.txt")).hasContent("dirty\n");
        fixture.git(workspace.path(), "status");
        assertThat(marked()).contains("inner-fsmonitor");
    }

    @Test
    void aDriverNameThatCannotBeOverriddenIsRefused() throws IOException {
        Files.writeString(repository.resolve(".git/config"), "[filter \"é\"]\n\tclean = true\n",
                java.nio.file.StandardOpenOption.APPEND);

        assertThatThrownBy(() -> fixture.workspace(workspaces, 1, "A card")).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("other than ASCII");
    }

    /** An agent can lay links where git keeps what belongs to its worktree, and they lead where it cannot read itself. */
    @Test
    void whatStandsInThePlaceOfGitsFilesIsNotFollowed() throws IOException {
        var secret = fixture.write(fixture.home(), "secret.txt", "the-secret\n");
        var workspace = fixture.workspace(workspaces, 1, "A card");
        var own = repository.resolve(".git/worktrees/" + workspace.path().getFileName());
        Files.createSymbolicLink(own.resolve("MERGE_HEAD"), secret);
        Files.delete(own.resolve("logs/HEAD"));
        Files.createSymbolicLink(own.resolve("logs/HEAD"), secret);
        Files.createSymbolicLink(workspace.path().resolve("link.txt"), secret);
        Files.createSymbolicLink(workspace.path().resolve("directory"), secret.getParent());

        assertThat(workspaces.diff(workspace).files()).extracting(FileDiff::path).containsExactly("directory", "link.txt");
        assertThat(workspaces.diff(workspace).toString()).doesNotContain("the-secret");
        assertThat(workspaces.commitAll(workspace, "work").sha()).isPresent();

        assertThat(secret).hasContent("the-secret\n");
        assertThat(fixture.git(repository, "cat-file", "-p", workspace.branch() + ":link.txt")).isEqualTo(secret.toString());
        Files.move(own.resolve("index"), own.resolve("index.kept"));
        Files.createSymbolicLink(own.resolve("index"), Path.of("/dev/zero"));
        assertThat(workspaces.diff(workspace).toString()).doesNotContain("the-secret");
        Files.delete(workspace.path().resolve(".git"));
        Files.createSymbolicLink(workspace.path().resolve(".git"), Path.of("/dev/zero"));
        assertThatThrownBy(() -> workspaces.diff(workspace)).isInstanceOf(WorkspaceException.class);
    }

    /** Agents run git too, in an environment that we make. */
    @Test
    void aGitThatIsToldTheHarmlessSettingsRunsNoneOfItsPrograms() throws IOException {
        var workspace = fixture.workspace(workspaces, 1, "A card");
        arm();
        var settings = workspaces.harmlessSettings(workspace);
        Files.writeString(workspace.path().resolve("both.txt"), "changed\n");
        Files.writeString(workspace.path().resolve("some.bin"), "changed\n");
        Files.writeString(workspace.path().resolve("some.eq"), "changed\n");
        Files.writeString(workspace.path().resolve("late.cfg"), "changed\n");

        var told = new ArrayList<String>();
        for (var command : List.of(List.of("status"), List.of("diff"), List.of("add", "."), List.of("commit", "-m", "x"),
                List.of("log", "-1", "-p"), List.of("merge", "--no-edit", next))) {
            told.add(fixture.tryGit(workspace.path(), settings, command.toArray(String[]::new)).output());
        }

        assertThat(marked()).as(told.toString()).isEmpty();
        assertThat(fixture.git(repository, "cat-file", "-p", workspace.branch() + ":both.txt")).isEqualTo("changed");
        assertThat(told.get(1)).contains("+changed");
    }

    private void arm() throws IOException {
        for (Path hooks : List.of(repository.resolve(".git/hooks"), repository.resolve("myhooks"))) {
            Files.createDirectories(hooks);
            for (String hook : HOOKS) {
                Files.copy(program("hook-" + hook), hooks.resolve(hook));
            }
        }
        Files.writeString(repository.resolve(".git/info/exclude"), "myhooks\n");
        config("core.hooksPath", repository.resolve("myhooks"));
        for (String key : List.of("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.askPass",
                "diff.external",
                "diff.one.textconv", "diff.one.command", "filter.one.clean", "filter.one.smudge",
                "filter.a=b.clean", "filter.a=b.smudge", "credential.helper", "gpg.program", "core.alternateRefsCommand",
                "core.gitProxy")) {
            config(key, program(key.replace('=', '-')));
        }
        config("filter.one.required", "true");
        config("filter.two.process", program("filter.two.process") + " </dev/null");
        config("merge.one.driver", program("merge-driver") + " %A");
        config("merge.default", "one");
        config("commit.gpgSign", "true");
        config("log.showSignature", "true");
        config("alias.status", "!" + program("alias"));
        var late = fixture.write(fixture.home(), "late.config", "[filter \"late\"]\n\tclean = " + program("late-clean")
                + "\n\tsmudge = " + program("late-smudge") + "\n");
        config("includeIf.gitdir:**/worktrees/**.path", late);
        config("includeIf.onbranch:ringmaster/**.path", late);
        try (var files = Files.list(marks)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private void config(String key, Object value) {
        fixture.git(repository, "config", "--file", repository.resolve(".git/config").toString(), key, value.toString());
    }

    private Path program(String name) throws IOException {
        var file = Files.createDirectories(fixture.home().resolve("programs")).resolve(name);
        Files.writeString(file, "#!/bin/sh\ntouch '" + marks.resolve(name) + "'\ncat\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /** A tool of the test, not under test: moves references without a hook. */
    private void moveMain() {
        fixture.git(repository, "-c", "core.hooksPath=/dev/null", "update-ref", "--no-deref", "HEAD", next);
        fixture.git(repository, "-c", "core.hooksPath=/dev/null", "update-ref", "refs/heads/main", next);
    }

    private List<String> marked() throws IOException {
        try (var files = Files.list(marks)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Without this, the test would also pass if the traps were laid wrongly. */
    private void aPlainGitRunsThem() throws IOException {
        Files.writeString(repository.resolve("both.txt"), "changed\n");
        fixture.tryGit(repository, "update-index", "--refresh");
        // The monitor's silence means that no file has changed, so the rest goes without it.
        fixture.tryGit(repository, "config", "core.fsmonitor", "false");
        fixture.tryGit(repository, "update-index", "--no-fsmonitor");
        fixture.tryGit(repository, "add", "some.bin");
        assertThat(marked()).contains("filter.two.process");
        // It speaks no protocol, which ends every command that comes to it.
        fixture.git(repository, "config", "--unset", "filter.two.process");
        fixture.tryGit(repository, "diff");
        fixture.tryGit(repository, "add", "both.txt", "some.bin", "some.eq");
        fixture.tryGit(repository, "commit", "-m", "x");
        assertThat(marked()).contains("core.fsmonitor", "diff.one.command", "filter.one.clean", "hook-pre-commit",
                "gpg.program");
    }
}
