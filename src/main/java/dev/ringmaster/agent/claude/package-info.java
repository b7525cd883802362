/** Claude Code: how it is started, what its stream-json output means, whether it is installed and logged in. */
@org.jspecify.annotations.NullMarked
package dev.ringmaster.agent.claude;
