/** API tokens: named keys for programs and colleagues, each with a role. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.security.token;
