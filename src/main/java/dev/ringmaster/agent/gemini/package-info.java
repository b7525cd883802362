/** Google's Gemini CLI in headless mode. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.agent.gemini;
