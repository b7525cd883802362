/** Keeps the server in order: old transcripts and spools go, a full disk stops new runs, orphans are found. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.loop.upkeep;
