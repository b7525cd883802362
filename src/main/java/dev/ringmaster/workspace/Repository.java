package dev.ringmaster.workspace;

import java.nio.file.Path;

/**
 * A repository that Ringmaster may work on, as {@link Repositories} found it.
 *
 * @param path absolute, without symbolic links: the top level of the checkout, or the bare repository
 * @param head the commit of the default branch
 */
public record Repository(Path path, String defaultBranch, String head, boolean bare) {
}
