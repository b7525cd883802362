/** Agent platforms: how to start each coding-agent CLI and how to read its output. Pure Java. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.agent;
