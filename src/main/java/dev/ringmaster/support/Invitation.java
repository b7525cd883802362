package dev.ringmaster.support;

import java.util.Optional;

/** Lets whoever guards the door tell the owner of a new home how to come in the first time. */
public interface Invitation {

    /**
     * The query to append to the server's address, such as {@code token=…}; empty once it was given. Called once per start,
     * when the server takes requests. What it returns is printed on the terminal, so it is the one secret that may be.
     */
    Optional<String> query();
}
