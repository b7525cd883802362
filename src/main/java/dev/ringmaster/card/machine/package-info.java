/** Moves cards: evaluates the workflow's table in one transaction, keeps the outbox of actions and drains it. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.card.machine;
