/** Runs the git CLI so that neither the machine's nor the repository's configuration can make it start another program. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.workspace.git;
