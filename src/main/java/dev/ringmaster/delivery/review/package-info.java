/** From a branch to a merged pull request. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.review;
