package dev.ringmaster.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What who works in a worktree must reach of the repository to commit there, and no more: new objects, the references beside
 * the card's branch, and what git keeps for this worktree. What git takes orders from (configuration, hooks, where the
 * worktree's repository lies), what is packed already, and the checkout of the repository's owner are not among it.
 *
 * @param hidden the owner's checkout, which may hold what is in no commit
 * @param readOnly parts of what is writable that stay as they are
 */
public record WorkspaceAccess(List<Path> writable, List<Path> readable, List<Path> readOnly, List<Path> hidden) {

    /**
     * @param own where git keeps what belongs to the worktree alone
     * @param shared what all worktrees of the repository share
     */
    static WorkspaceAccess of(Workspace workspace, Path own, Path shared) {
        try {
            var branches = workspace.branchRef().substring(0, workspace.branchRef().lastIndexOf('/'));
            var beside = Files.createDirectories(shared.resolve(branches));
            var writable = Stream.of(workspace.path(), own, shared.resolve("objects"), beside, logs(shared, branches),
                    shared.resolve("reftable")).filter(Files::isDirectory).toList();
            var readOnly = List.of(workspace.path().resolve(".git"), own.resolve("gitdir"), own.resolve("commondir"),
                    made(own.resolve("config.worktree")), shared.resolve("objects/info"), shared.resolve("objects/pack"));
            var readable = Stream.concat(Stream.of(shared), alternates(shared.resolve("objects"))).toList();
            return new WorkspaceAccess(writable, readable, readOnly,
                    shared.startsWith(workspace.repository()) && !shared.equals(workspace.repository())
                            ? List.of(workspace.repository())
                            : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("the repository " + workspace.repository() + " cannot be prepared for work", e);
        }
    }

    /** A repository without a log of its references stays without. */
    private static Path logs(Path shared, String branches) throws IOException {
        var logs = shared.resolve("logs");
        return Files.isDirectory(logs) ? Files.createDirectories(logs.resolve(branches)) : logs;
    }

    private static Path made(Path file) throws IOException {
        try {
            return Files.createFile(file);
        } catch (FileAlreadyExistsException there) {
            return file;
        }
    }

    /** Where a clone that shares objects borrows them, see gitrepository-layout(5). */
    private static Stream<Path> alternates(Path objects) {
        return PlainFile.read(objects.resolve("info/alternates")).stream().flatMap(String::lines)
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> objects.resolve(line.strip()).normalize());
    }
}
