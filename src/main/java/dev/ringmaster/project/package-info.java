/** Projects: the git repositories Ringmaster works on, with their defaults. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.project;
