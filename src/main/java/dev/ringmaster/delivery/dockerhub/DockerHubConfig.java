package dev.ringmaster.delivery.dockerhub;

import java.util.Optional;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Docker Hub. Public images need no credential, so it has to be switched on. */
@Unremovable
@ConfigMapping(prefix = "ringmaster.integrations.dockerhub")
public interface DockerHubConfig {

    /** Whether it is asked for images. */
    @WithDefault("false")
    boolean enabled();

    /** Its address. */
    @WithDefault("https://hub.docker.com")
    String url();

    /** The user or organization that private images are read as. */
    Optional<String> username();

    /** A personal or organization access token that may read. */
    Optional<String> token();
}
