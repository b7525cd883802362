/** Makes what failed fit to be read: by a person, and by the agent that repairs it. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.failure;
