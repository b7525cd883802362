/** What the built server achieves on this machine, measured from outside, beside what is promised. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.bench;
