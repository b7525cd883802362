/** What integration tests stand on. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.testing;
