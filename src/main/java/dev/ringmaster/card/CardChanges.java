package dev.ringmaster.card;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.ringmaster.support.Doorbell;

/** Tells the feeds of this process that a card of a project has changed. Call it after the commit, never before. */
@ApplicationScoped
public class CardChanges {

    private final Doorbell<UUID> doorbell = new Doorbell<>();

    public void changed(UUID projectId) {
        doorbell.ring(projectId);
    }

    Doorbell<UUID>.Ticket ticket(UUID projectId) {
        return doorbell.ticket(projectId);
    }
}
