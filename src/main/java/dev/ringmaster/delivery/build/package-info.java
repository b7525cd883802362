/** Whether what was pushed builds: by evidence for exactly that commit. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.delivery.build;
