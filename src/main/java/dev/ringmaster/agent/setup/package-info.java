/** Builds the platforms and subscriptions that the configuration names. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.agent.setup;
