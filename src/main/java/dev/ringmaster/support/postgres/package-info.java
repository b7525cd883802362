/** Which Postgres the server talks to: one given from outside, or the one in Ringmaster's home that it keeps itself. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.support.postgres;
