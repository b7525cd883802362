package dev.ringmaster.security.caller;

/** How a caller has shown who they are. */
public enum Authentication {
    /** The server's own access token. */
    ACCESS_TOKEN,
    API_TOKEN,
    /** A session of a browser, begun at the OpenID provider. */
    OIDC_SESSION,
    /** A bearer token of the OpenID provider. */
    OIDC_BEARER
}
