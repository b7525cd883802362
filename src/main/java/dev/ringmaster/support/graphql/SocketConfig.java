package dev.ringmaster.support.graphql;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a WebSocket may cost. */
@ConfigMapping(prefix = "ringmaster.socket")
public interface SocketConfig {

    /** WebSockets open at once in this server; a further one is refused with 503. */
    @WithDefault("1000")
    int maxSockets();

    /** Operations that run at once on one WebSocket; a further one ends with an error. */
    @WithDefault("32")
    int maxOperations();

    /** How long a client may take to send connection_init. */
    @WithDefault("5S")
    Duration initTimeout();

    /** How often a peer is asked whether it lives; one that has not been heard for two of these is given up. */
    @WithDefault("20S")
    Duration keepAlive();

    /** How often it is asked whether the callers of open sockets may still do what they could; changes are told at once too. */
    @WithDefault("2S")
    Duration recheck();

    /** How long a client may leave its socket full before it is closed. */
    @WithDefault("30S")
    Duration stallTimeout();

    /** Bytes that wait for the network before no more events are asked for. */
    @WithDefault("256K")
    MemorySize writeQueue();

    /** Bytes that may wait in all, with what was already asked for; above, the socket is closed. */
    @WithDefault("1M")
    MemorySize maxQueued();
}
