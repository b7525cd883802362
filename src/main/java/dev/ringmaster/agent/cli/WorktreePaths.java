package dev.ringmaster.agent.cli;

import java.nio.file.Path;

/** Tells the paths that agents name relative to the worktree, where they lie in it. */
public final class WorktreePaths {

    private final String prefix;

    public WorktreePaths(Path worktree) {
        String text = worktree.toString();
        this.prefix = text.endsWith("/") ? text : text + "/";
    }

    public String relative(String path) {
        return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }
}
