/** OpenCode in headless mode. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.agent.opencode;
