package dev.ringmaster.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A repository with whatever its author, or an agent that worked in it before, could have put there to run programs or to get
 * at files outside of it. Each program of it leaves a mark of its own.
 */
public final class HostileRepository {

    /** Stands in a file outside of the repository, to which links in it lead. */
    public static final String OUTSIDE = "the-content-of-a-file-outside-of-the-tree";

    private static final List<String> HOOKS = List.of("post-checkout", "pre-commit", "post-commit", "commit-msg", "post-merge",
            "prepare-commit-msg", "reference-transaction", "post-index-change", "pre-push", "post-rewrite");
    private static final List<String> INSTRUCTIONS = List.of("CLAUDE.md", "AGENTS.md", "GEMINI.md", "CONVENTIONS.md");

    private final Path repository;
    private final Path marks;

    /** @param marks where its programs leave their marks; exists */
    public HostileRepository(Path repository, Path marks) {
        this.repository = repository;
        this.marks = marks;
    }

    public Path path() {
        return repository;
    }

    /** What the CLIs take orders from. */
    public HostileRepository withSettings(String thief) throws IOException, InterruptedException {
        for (var agent : RealAgent.values()) {
            for (var file : HostileFiles.of(agent, thief, marks.resolve("settings-of-" + agent.platform())).entrySet()) {
                GitRepository.commit(repository, file.getKey(), file.getValue());
            }
        }
        return this;
    }

    /** Links out of the tree, names that look like options, a submodule at an address that is a command. */
    public HostileRepository withNames() throws IOException, InterruptedException {
        var outside = Files.createDirectories(repository.resolveSibling("outside"));
        var secret = Files.writeString(outside.resolve("secret.txt"), OUTSIDE);
        for (var name : INSTRUCTIONS) {
            Files.createSymbolicLink(repository.resolve(name), secret);
        }
        Files.createSymbolicLink(repository.resolve("link.txt"), secret);
        Files.createSymbolicLink(repository.resolve("directory"), outside);
        Files.writeString(repository.resolve("--upload-pack=touch x"), "option-like");
        Files.writeString(repository.resolve("-rf"), "option-like");
        GitRepository.commit(repository, ".gitmodules", "[submodule \"sub\"]\n\tpath = sub\n\turl = ext::sh -c touch% "
                + marks.resolve("ext-of-submodule") + "\n");
        GitRepository.commit(repository, ".gitattributes", "* filter=one diff=one merge=one\n");
        GitRepository.git(repository, "add", "-A");
        GitRepository.git(repository, "commit", "-q", "-m", "names");
        GitRepository.git(repository, "update-ref", "refs/heads/--upload-pack=touch", "HEAD");
        return this;
    }

    /** The repository's own configuration and hooks, as somebody who could write them would leave them. */
    public HostileRepository withGitTraps() throws IOException {
        var hooks = Files.createDirectories(repository.resolve(".git/hooks"));
        for (var hook : HOOKS) {
            Files.copy(program("hook-" + hook), hooks.resolve(hook));
        }
        var config = new StringBuilder();
        for (var key : List.of("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.askPass",
                "credential.helper",
                "gpg.program", "core.alternateRefsCommand", "core.gitProxy")) {
            var name = key.split("\\.");
            config.append("[%s]\n\t%s = %s\n".formatted(name[0], name[1], program(key)));
        }
        config.append("[filter \"one\"]\n\tclean = %s\n\tsmudge = %s\n\trequired = true\n".formatted(program("clean"),
                program("smudge")));
        config.append("[diff \"one\"]\n\ttextconv = %s\n".formatted(program("textconv")));
        config.append("[merge \"one\"]\n\tdriver = %s %%A\n".formatted(program("merge-driver")));
        config.append("[commit]\n\tgpgSign = true\n[log]\n\tshowSignature = true\n");
        config.append("[remote \"origin\"]\n\turl = ext::sh -c touch%% %s\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n"
                .formatted(marks.resolve("ext-of-remote")));
        config.append("[url \"ext::sh -c touch%% %s\"]\n\tinsteadOf = https://\n".formatted(marks.resolve("instead-of")));
        var included = Files.writeString(repository.resolve(".git/included"), "[filter \"late\"]\n\tclean = " + program("late")
                + "\n");
        config.append("[include]\n\tpath = %s\n".formatted(included));
        Files.writeString(repository.resolve(".git/config"), Files.readString(repository.resolve(".git/config")) + config);
        return this;
    }

    private Path program(String name) throws IOException {
        var file = Files.createDirectories(marks.resolve("../programs-of-" + marks.getFileName()).normalize()).resolve(name);
        Files.writeString(file, "#!/bin/sh\ntouch '" + marks.resolve(name) + "'\nexec cat\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /** What has run. */
    public List<String> marked() throws IOException {
        try (var files = Files.list(marks)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
