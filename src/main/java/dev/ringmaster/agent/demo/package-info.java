/** A simulated agent and a small repository, to try a board without an account. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.agent.demo;
