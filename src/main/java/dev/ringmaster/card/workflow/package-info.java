/** The state machine as data: states, triggers, guards, actions and the table of edges. Pure Java. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.card.workflow;
