/** The handlers of the actions that work on worktrees and loops. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.loop.action;
