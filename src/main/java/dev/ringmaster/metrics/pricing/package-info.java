/** What tokens cost: the price table, and the meter that follows an agent's spending. Pure Java. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.metrics.pricing;
