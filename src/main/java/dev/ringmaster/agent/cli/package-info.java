/** What the packages of the platforms share: starting a CLI safely, finding it, and reading what it prints. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.agent.cli;
