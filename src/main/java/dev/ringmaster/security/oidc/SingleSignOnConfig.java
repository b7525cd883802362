package dev.ringmaster.security.oidc;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Single sign-on with an OpenID provider, beside the access token. What is not here can be set by Quarkus' keys under
 * {@code quarkus.oidc}, such as where the groups stand in a token: {@code quarkus.oidc.roles.role-claim-path}.
 */
@ConfigMapping(prefix = "ringmaster.access.oidc")
public interface SingleSignOnConfig {

    /** Whether people can log in at the provider, and programs use its tokens. */
    @WithDefault("false")
    boolean enabled();

    /** The provider's address, under which {@code /.well-known/openid-configuration} lies. */
    Optional<String> issuer();

    /** This server's name at the provider. Tokens must be made out to it: it must be in their {@code aud}. */
    Optional<String> clientId();

    /** This server's secret at the provider. */
    Optional<String> clientSecret();

    /**
     * At least 32 characters that encrypt the browser's session, the same on all servers. Needed if the client secret is
     * shorter than that.
     */
    Optional<String> cookieSecret();

    /**
     * Groups whose members are admins: values of the token's {@code groups}, or of Keycloak's roles; an asterisk is everybody.
     */
    Optional<List<String>> admin();

    /** Groups whose members are operators; an asterisk is everybody. */
    Optional<List<String>> operator();

    /** Groups whose members are viewers; an asterisk is everybody. Who is in no group of the three may do nothing. */
    Optional<List<String>> viewer();
}
