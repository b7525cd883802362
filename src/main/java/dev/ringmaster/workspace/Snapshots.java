package dev.ringmaster.workspace;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import dev.ringmaster.workspace.git.Git;

/** Commits that hold a worktree's state at a checkpoint, under {@code refs/ringmaster/<card>/<n>}; no branch sees them. */
final class Snapshots {

    static final int KEPT = 3;

    private final Git git;
    private final String prefix;

    Snapshots(Git git, UUID card) {
        this.git = git;
        this.prefix = "refs/ringmaster/" + card + "/";
    }

    String take(int number) {
        String head = git.run("rev-parse", "HEAD").text();
        String commit = WorktreeFiles.asTree(git, true, (aside, tree) -> commit(aside, head, tree));
        git.run("update-ref", "--no-deref", prefix + number, commit);
        var all = all();
        all.subList(0, Math.max(0, all.size() - KEPT)).forEach(this::drop);
        return commit;
    }

    void clear() {
        all().forEach(this::drop);
    }

    private static String commit(Git git, String head, String tree) {
        if (tree.equals(git.run("rev-parse", head + "^{tree}").text())) {
            return head;
        }
        byte[] message = "ringmaster: checkpoint".getBytes(StandardCharsets.UTF_8);
        return git.feed(message, "commit-tree", tree, "-p", head, "-F", "-").text();
    }

    /** Oldest first. */
    private List<String> all() {
        return git.run("for-each-ref", "--format=%(refname)", prefix).text().lines()
                .sorted(Comparator.comparingInt(this::number)).toList();
    }

    private int number(String ref) {
        String number = ref.substring(prefix.length());
        return number.matches("\\d{1,9}") ? Integer.parseInt(number) : -1;
    }

    private void drop(String ref) {
        git.run("update-ref", "--no-deref", "-d", ref);
    }
}
