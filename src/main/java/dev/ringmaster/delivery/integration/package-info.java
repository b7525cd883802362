/** What all integrations have in common: how they are built, called, judged and closed. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.integration;
