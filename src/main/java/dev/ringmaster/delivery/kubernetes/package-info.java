/** What a deployment really runs, by the Kubernetes API. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.kubernetes;
