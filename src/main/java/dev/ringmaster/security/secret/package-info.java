/** Credentials that are stored encrypted, and referred to by the configuration as {@code secret:<name>}. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.security.secret;
