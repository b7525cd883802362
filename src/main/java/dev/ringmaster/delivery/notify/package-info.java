/** Tells people elsewhere that a card needs them, is done or has failed. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.notify;
