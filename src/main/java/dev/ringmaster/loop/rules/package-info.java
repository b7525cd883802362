/** When a loop goes on, waits or stops: decided from its limits and its history alone. Pure Java. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.loop.rules;
