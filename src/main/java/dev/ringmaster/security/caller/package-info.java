/** Who calls: their name, how they have shown it, and what their role lets them do. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.security.caller;
