/** Cards: one unit of work each, with its state, task prompt and acceptance criteria. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.card;
