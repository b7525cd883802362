/** The demo project: a small repository and three cards, to see a board at work without an account. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.demo;
