/** GitHub and GitHub Enterprise, by its REST API. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.github;
