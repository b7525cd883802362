package dev.ringmaster.agent;

/** A kind of coding-agent CLI. One small package per platform; everything else is common to all of them. */
public interface CodingPlatform {

    /** The name subscriptions refer to, such as {@code claude-code}. */
    String name();

    /** Finds the binary, its version and its login. May start processes and block for seconds: never on an event loop. */
    PlatformProbe probe();

    /** Pure: decides how to start the agent, touches nothing. */
    LaunchSpec launch(AgentTask task);

    AgentEventParser parser(AgentTask task);
}
