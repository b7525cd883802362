package dev.ringmaster.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import dev.ringmaster.workspace.git.Git;
import dev.ringmaster.workspace.git.GitOutput;

/**
 * The uncommitted files of one worktree. Submodules are never looked into: git would run inside them under their own
 * configuration. A repository that the agent made inside the worktree is reported, not recorded: as a submodule without an
 * address it would lose its content.
 *
 * @param head the commit that HEAD is at, {@code (initial)} where there is none
 * @param branch the branch that HEAD is at, without {@code refs/heads/}; {@code (detached)} where it is at none
 * @param changed paths that differ from HEAD or are new and not ignored, as {@link GitOutput#fields}
 * @param unmerged those of them in conflict
 * @param embedded repositories inside the worktree
 */
record WorktreeFiles(String head, String branch, List<String> changed, List<String> unmerged, List<String> embedded) {

    private static final String GITLINK = "160000";
    private static final String HEAD = "# branch.oid ";
    private static final String BRANCH = "# branch.head ";
    private static final int FIELDS_BEFORE_PATH = 8;
    private static final int FIELDS_BEFORE_UNMERGED_PATH = 10;

    static WorktreeFiles of(Git git) {
        var changed = new ArrayList<String>();
        var unmerged = new ArrayList<String>();
        var embedded = new ArrayList<String>();
        var head = "";
        var branch = "";
        for (String line : git
                .run("status", "--porcelain=v2", "--branch", "--no-ahead-behind", "-z", "--untracked-files=all", "--no-renames",
                        "--ignore-submodules=all")
                .fields()) {
            switch (line.charAt(0)) {
                case '1' -> changed.add(path(line, FIELDS_BEFORE_PATH));
                case 'u' -> {
                    unmerged.add(path(line, FIELDS_BEFORE_UNMERGED_PATH));
                    changed.add(path(line, FIELDS_BEFORE_UNMERGED_PATH));
                }
                case '?' -> (line.endsWith("/") ? embedded : changed).add(path(line, 1));
                case '#' -> {
                    head = line.startsWith(HEAD) ? line.substring(HEAD.length()) : head;
                    branch = line.startsWith(BRANCH) ? GitOutput.display(line.substring(BRANCH.length())) : branch;
                }
                default -> throw new IllegalStateException("git status said \"" + GitOutput.display(line) + "\"");
            }
        }
        return new WorktreeFiles(head, branch, changed, unmerged, embedded);
    }

    private static String path(String line, int fields) {
        return line.split(" ", fields + 1)[fields];
    }

    boolean clean() {
        return changed.isEmpty() && embedded.isEmpty();
    }

    /** Puts every changed file into the index that {@code git} works with. Returns what must stay outside. */
    List<String> stage(Git git) {
        if (!changed.isEmpty()) {
            git.feed(GitOutput.bytes(changed), "update-index", "--add", "--remove", "--replace", "-z", "--stdin");
        }
        var staged = new ArrayList<>(embedded);
        var links = newGitlinks(git);
        if (!links.isEmpty()) {
            git.feed(GitOutput.bytes(links), "update-index", "--force-remove", "-z", "--stdin");
            staged.addAll(links);
        }
        return shown(staged);
    }

    /** Repositories inside the worktree, for people: relative to it. */
    List<String> repositories() {
        return shown(embedded);
    }

    private static List<String> shown(List<String> directories) {
        return directories.stream().map(GitOutput::display).map(path -> path.replaceAll("/$", "")).sorted().toList();
    }

    /** Repositories that the agent itself has put into the index without a .gitmodules entry. */
    private static List<String> newGitlinks(Git git) {
        var fields = git.run("diff-index", "--cached", "--raw", "-z", "--no-renames", "--ignore-submodules=none", "HEAD", "--")
                .fields();
        var links = new ArrayList<String>();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            String[] modes = fields.get(i).substring(1).split(" ");
            if (modes[1].equals(GITLINK) && !modes[0].equals(GITLINK)) {
                links.add(fields.get(i + 1));
            }
        }
        if (!links.isEmpty()) {
            links.removeAll(declaredSubmodules(git));
        }
        return links;
    }

    private static Set<String> declaredSubmodules(Git git) {
        var declared = git.attempt("config", "--file", ".gitmodules", "-z", "--get-regexp", "^submodule\\..*\\.path$");
        return declared.fields().stream().map(entry -> entry.substring(entry.indexOf('\n') + 1)).collect(Collectors.toSet());
    }

    /**
     * Hands {@code work} the tree of all files as they are now. The index of the worktree is copied, not used, so an agent
     * at work is not disturbed.
     *
     * @param keep whether the objects stay in the repository; else {@code work} gets a git that still sees them
     */
    static <T> T asTree(Git git, boolean keep, BiFunction<Git, String, T> work) {
        try {
            var scratch = Files.createTempDirectory("ringmaster-tree-");
            try {
                var index = git.file("index");
                if (PlainFile.is(index)) {
                    // The copy keeps its age: git compares it with the files' to know which it must read again.
                    Files.copy(index, scratch.resolve("index"), StandardCopyOption.COPY_ATTRIBUTES);
                }
                var aside = git.with("GIT_INDEX_FILE", scratch.resolve("index").toString());
                if (!keep) {
                    aside = aside.with("GIT_OBJECT_DIRECTORY", Files.createDirectory(scratch.resolve("objects")).toString())
                            .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", quoted(git.file("objects")));
                }
                of(aside).stage(aside);
                return work.apply(aside, aside.run("write-tree").text());
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the files of " + git.directory() + " could not be read", e);
        }
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
