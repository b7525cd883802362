/** What GitHub tells us unasked: a doorbell, never the truth. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.webhook;
