/** Says what this machine lacks to run Ringmaster, and how to repair it. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.doctor;
