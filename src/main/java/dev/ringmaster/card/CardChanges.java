package dev.ringmaster.card;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.support.Doorbell;
import dev.ringmaster.support.Peers;

/**
 * Tells the feeds, of this server and of its peers, that a card of a project has changed. Call it after the commit, never
 * before.
 */
@ApplicationScoped
public class CardChanges {

    private static final String TOPIC = "project";

    private final Doorbell<UUID> doorbell = new Doorbell<>();
    private final Peers peers;

    CardChanges(Peers peers) {
        this.peers = peers;
        peers.on(TOPIC, doorbell::ring);
    }

    public void changed(UUID projectId) {
        doorbell.ring(projectId);
        peers.ring(TOPIC, projectId);
    }

    Doorbell<UUID>.Ticket ticket(UUID projectId) {
        return doorbell.ticket(projectId);
    }
}
