/** GraphQL over HTTP and WebSocket: the transport, its limits and its errors. What is executed is SmallRye's. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.support.graphql;
