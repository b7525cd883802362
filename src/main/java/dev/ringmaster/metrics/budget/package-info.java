/** Caps on what runs, cards, projects and subscriptions may use, and how far they are used up. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.metrics.budget;
