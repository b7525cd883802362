/** Git worktrees and branches of cards, through the git CLI. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.workspace;
