/** Build, deploy and verify: the way of a card from its branch to a running system. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery;
