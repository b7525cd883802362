/** What delivery knows of a project and of a card, and the life of its actions. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.card;
