/** Ringmaster: takes work from a card on a board to running, verified software. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster;
