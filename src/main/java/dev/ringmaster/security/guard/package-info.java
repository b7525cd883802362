/** What a caller may run, and what is noted of it. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.security.guard;
