/** Assembles the prompt of an iteration from the card, the project and what the server knows. Pure Java. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.prompt;
