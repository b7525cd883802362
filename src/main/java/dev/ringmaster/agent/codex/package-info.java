/** OpenAI's Codex CLI in headless mode. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.agent.codex;
