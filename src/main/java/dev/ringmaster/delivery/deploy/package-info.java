/** From the default branch to software that is seen to run. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.deploy;
