/** The append-only record of a run's agent events, and the feeds that replay it from a cursor. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.journal;
