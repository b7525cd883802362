package dev.ringmaster.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

import dev.ringmaster.workspace.ConfigRepository.ConfigFile;

/**
 * The files of a config repository in a card's worktree: in a folder of their own that git ignores, by a {@code .gitignore}
 * inside it, so neither the card's commits nor the repository's other worktrees know of them. A repository that has such a
 * folder itself keeps it as it is. No agent may be at work in the worktree. Blocks.
 */
public final class ProjectFiles {

    /** Its name in the worktree. */
    public static final String FOLDER = ".ringmaster";

    private static final String MARK = "# Laid here by Ringmaster out of the config repository, anew before each iteration.\n";

    private final Workspace workspace;
    private final Path folder;

    public ProjectFiles(Workspace workspace) {
        this.workspace = workspace;
        this.folder = workspace.path().resolve(FOLDER);
    }

    /**
     * Makes the folder hold these files and no others; without any it goes.
     *
     * @return why it could not be; empty if it was
     */
    public Optional<String> lay(List<ConfigFile> files) {
        try {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                if (!isOurs()) {
                    return files.isEmpty() ? Optional.empty()
                            : Optional.of("The repository has a " + FOLDER + " of its own, so the config repository's files are"
                                    + " told in the prompt only, without their skills. Rename the repository's.");
                }
                WorktreeFiles.delete(folder);
            }
            if (!files.isEmpty()) {
                write(files);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("The config repository's files could not be laid into the worktree: " + e.getMessage());
        }
    }

    /** A directory with our mark of which git tracks nothing: an agent can force a commit of it. */
    private boolean isOurs() throws IOException {
        var ignore = folder.resolve(".gitignore");
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && PlainFile.read(ignore).filter(text -> text.startsWith(MARK)).isPresent()
                && Workspaces.open(workspace).run("ls-files", "-z", "--", FOLDER).fields().isEmpty();
    }

    private void write(List<ConfigFile> files) throws IOException {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve(".gitignore"), MARK + "*\n", StandardOpenOption.CREATE_NEW);
        for (var file : files) {
            var target = folder.resolve(file.path());
            if (!target.normalize().startsWith(folder)) {
                throw new IOException(file.path() + " lies outside of " + folder);
            }
            Files.createDirectories(target.getParent());
            Files.write(target, file.content(), StandardOpenOption.CREATE_NEW);
            if (file.executable()) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }
}
