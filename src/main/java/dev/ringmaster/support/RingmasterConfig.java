package dev.ringmaster.support;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where this server keeps its things. */
@ConfigMapping(prefix = "ringmaster")
public interface RingmasterConfig {

    /** The directory of the embedded database, the spool, the worktrees and the access token. */
    @WithDefault("${user.home}/.ringmaster")
    Path home();
}
