package dev.ringmaster.support.graphql;

/** A CDI event: somebody may do less than before. Fire it after the commit; open sockets are then looked at, on all servers. */
public record AccessChange() {

    static final String TOPIC = "access";
}
