/** The accounts that runs work under: what is known of them at the moment, and which one a run gets. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.loop.account;
