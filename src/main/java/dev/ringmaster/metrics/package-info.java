/** What work has cost: sums of tokens and money by card, project, platform and subscription. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.metrics;
