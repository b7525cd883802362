/** Agent CLIs that are described by configuration alone: a command template and the kind of output it has. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.agent.custom;
