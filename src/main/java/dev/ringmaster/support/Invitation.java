package dev.ringmaster.support;

import java.util.Optional;

/** What whoever guards the door tells the owner of this server about coming in. */
public interface Invitation {

    /**
     * The query to append to the server's address, such as {@code token=…}: at the very first start only, empty ever after.
     * It is printed on the terminal, so it is the one secret that may be, and must go to no log.
     */
    Optional<String> query();

    /** Where a log-in's token is found later: the end of a sentence that begins with "the token". */
    String whereTheTokenIs();
}
