package dev.ringmaster.security;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Who may call this server. */
@ConfigMapping(prefix = "ringmaster.access")
public interface AccessConfig {

    /**
     * The access token, at least {@value AccessToken#MIN_LENGTH} characters. Unset, it is made on the first start and kept in
     * {@code <ringmaster.home>/token}. It must be set to listen on an address that is not loopback.
     */
    Optional<String> token();

    /**
     * Names under which this server is reached besides localhost, 127.0.0.1 and [::1]: {@code name} for any port or
     * {@code name:port}. A request with another Host is refused: this is what stops DNS rebinding.
     */
    Optional<List<String>> allowedHosts();

    /**
     * Origins of other web pages that may call this server from a browser, such as {@code https://board.example.org}. The
     * server's own pages need no entry.
     */
    Optional<List<String>> allowedOrigins();
}
