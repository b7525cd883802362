/** What every feature stands on: errors, database helpers, doorbells, the embedded database, GraphQL transport. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.support;
