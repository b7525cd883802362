/** What prompts are made of beside the card: the configuration's words and budgets, the config repository, the history. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.loop.briefing;
