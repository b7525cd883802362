/** Access: the token, Host and Origin checks, and what must not leave the server. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.security;
