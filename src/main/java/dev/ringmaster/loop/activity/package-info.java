/** What agents are doing at this moment, in one line each: for boards. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.loop.activity;
