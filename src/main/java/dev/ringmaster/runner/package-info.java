/** Starts agent processes that outlive the server, spools their output, tails the spool, ends whole process trees. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.runner;
