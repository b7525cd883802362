package dev.ringmaster.security;

import java.util.Collection;

/** A bean that holds credentials of this server which are in no configuration: they are redacted wherever they turn up. */
public interface CredentialSource {

    Collection<String> credentials();
}
