/** Runs: a fresh agent process per iteration until the server's own evidence agrees that the card is done. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.loop;
