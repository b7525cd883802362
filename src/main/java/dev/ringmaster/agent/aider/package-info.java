/** Aider, which prints plain text. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.agent.aider;
