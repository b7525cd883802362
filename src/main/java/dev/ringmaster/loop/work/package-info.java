/** Works a claimed run: starts or re-attaches agents, journals their output, gathers evidence, iteration after iteration. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.loop.work;
