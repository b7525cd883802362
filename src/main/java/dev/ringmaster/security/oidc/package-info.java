/** Single sign-on: what a token of the OpenID provider means here. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.security.oidc;
