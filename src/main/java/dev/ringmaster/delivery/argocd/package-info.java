/** Argo CD, by its REST API. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.argocd;
