package dev.ringmaster.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.workspace.git.Git;
import dev.ringmaster.workspace.git.GitOutput;
import dev.ringmaster.workspace.git.Remote;

/**
 * A copy of a repository that holds files for agents: CLAUDE.md, AGENTS.md and skills. Nothing is checked out; what is read are
 * plain files of bounded size, never a link or a submodule. Blocks.
 */
public final class ConfigRepository {

    private static final String REF = "refs/heads/config";
    private static final List<String> TEXTS = List.of("CLAUDE.md", "AGENTS.md");
    private static final List<String> SKILLS = List.of("skills/", ".claude/skills/");
    private static final Pattern NAME = Pattern.compile("[^/\\p{Cntrl}]{1,200}");
    private static final int MOST_FILES = 300;
    private static final long MOST_BYTES = 256 * 1024;
    private static final int FIELDS = 4;
    /** An iteration waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final ConfigSource source;
    private final Remote remote;

    /**
     * @param copies where copies lie
     * @param token for the source's host; empty for none
     */
    public ConfigRepository(Path copies, ConfigSource source, String token) {
        var name = UUID.nameUUIDFromBytes((source.url() + "\n" + source.ref()).getBytes(StandardCharsets.UTF_8));
        this.directory = copies.resolve(name.toString());
        this.source = source;
        this.remote = new Remote(source.url(), token, PATIENCE);
    }

    /**
     * One file, as it is to lie in a worktree.
     *
     * @param path {@code CLAUDE.md}, {@code AGENTS.md} or below {@code skills/}
     */
    public record ConfigFile(String path, boolean executable, byte[] content) {

        public String text() {
            return new String(content, StandardCharsets.UTF_8).replace("\0", "");
        }
    }

    /** @param leftOut what is there and was not taken, each with the reason */
    public record Content(String commit, List<ConfigFile> files, List<String> leftOut) {
    }

    /**
     * Brings the copy to what the source has now.
     *
     * @return the commit
     * @throws RingmasterException when it cannot be reached, or has no such ref
     */
    public String fetch() {
        try {
            if (!Files.isDirectory(directory.resolve("objects"))) {
                Files.createDirectories(directory);
                Git.outside(directory).run("init", "--quiet", "--bare", "--template=", ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no copy of " + source.url() + " could be made", e);
        }
        var git = Git.in(directory);
        var known = BranchPointer.commit(git, REF);
        var ref = source.ref() == null ? "HEAD"
                : remote.find(directory, source.ref()).orElseThrow(() -> RingmasterException.invalid(
                        "The config repository " + source.url() + " has no branch or tag \"" + source.ref() + "\"."));
        var commit = remote.fetchRef(directory, ref, known.stream().toList());
        git.run("update-ref", "-m", "ringmaster: fetch", REF, commit);
        return commit;
    }

    /** @param commit as {@link #fetch} gave it */
    public Content read(String commit) {
        var git = Git.in(directory);
        var files = new ArrayList<ConfigFile>();
        var leftOut = new ArrayList<String>();
        var folder = source.folder().isEmpty() ? "" : source.folder() + "/";
        for (var field : git.run("ls-tree", "-r", "-z", "-l", "--full-tree", commit).fields()) {
            var entry = Entry.of(GitOutput.display(field));
            if (entry.path().startsWith(folder)) {
                take(git, entry, entry.path().substring(folder.length()), files, leftOut);
            }
        }
        return new Content(commit, List.copyOf(files), List.copyOf(leftOut));
    }

    private static void take(Git git, Entry entry, String path, List<ConfigFile> files, List<String> leftOut) {
        var skill = SKILLS.stream().filter(path::startsWith).findFirst();
        if (skill.isEmpty() && !TEXTS.contains(path)) {
            return;
        }
        var target = skill.map(prefix -> "skills/" + path.substring(prefix.length())).orElse(path);
        var obstacle = entry.obstacle(target);
        if (obstacle.isEmpty() && files.size() >= MOST_FILES) {
            obstacle = "more than " + MOST_FILES + " files";
        }
        if (!obstacle.isEmpty()) {
            leftOut.add(path + ": " + obstacle);
        } else if (files.stream().noneMatch(file -> file.path().equals(target))) {
            files.add(new ConfigFile(target, entry.mode().equals("100755"),
                    git.run("cat-file", "blob", entry.object()).stdout()));
        }
    }

    /** A line of {@code git ls-tree -l}. */
    private record Entry(String mode, String object, String size, String path) {

        static Entry of(String line) {
            var both = line.split("\t", 2);
            var words = both[0].split(" +", FIELDS);
            return new Entry(words[0], words[2], words[3].strip(), both[1]);
        }

        /** Why it is not taken; empty if it is. */
        String obstacle(String target) {
            if (!mode.equals("100644") && !mode.equals("100755")) {
                return mode.equals("120000") ? "a symbolic link" : "no file";
            }
            for (var name : target.split("/", -1)) {
                if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")
                        || name.equalsIgnoreCase(".git")) {
                    return "its path is not safe";
                }
            }
            return Long.parseLong(size) > MOST_BYTES ? "longer than " + (MOST_BYTES >> 10) + " KiB" : "";
        }
    }
}
