package dev.ringmaster.loop.briefing;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.security.Redactor;
import dev.ringmaster.security.secret.SecretVault;
import dev.ringmaster.support.RingmasterConfig;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.workspace.ConfigRepository;
import dev.ringmaster.workspace.ConfigRepository.Content;
import dev.ringmaster.workspace.ConfigSource;

/**
 * The files for agents that config repositories hold. A repository is asked again when what is known of it is old; where that
 * fails, what is known stays in use, and it is said. Blocking: for workers.
 */
@ApplicationScoped
public class ConfigRepositories {

    private static final Logger LOG = Logger.getLogger(ConfigRepositories.class);

    private final PromptConfig config;
    private final Redactor redactor;
    private final SecretVault secrets;
    private final Path copies;
    private final Map<ConfigSource, Known> known = new ConcurrentHashMap<>();

    ConfigRepositories(PromptConfig config, Redactor redactor, SecretVault secrets, RingmasterConfig home) {
        this.config = config;
        this.redactor = redactor;
        this.secrets = secrets;
        this.copies = home.home().toAbsolutePath().resolve("config-repositories");
    }

    /**
     * @param content null when nothing is known
     * @param problems for people: why it may be old, what was left out
     * @param current whether it is what the repository held when it was last asked
     */
    public record Found(@Nullable Content content, List<String> problems, boolean current) {

        public static final Found NOTHING = new Found(null, List.of(), false);
    }

    /** Locked while it is asked, so that one worker asks and the others wait for what it finds. */
    private static final class Known {
        private @Nullable Content content;
        private List<String> problems = List.of();
        private boolean current;
        private long askedNanos;

        private Found found() {
            return new Found(content, problems, current);
        }
    }

    /** Never fails: a card goes on without them rather than not at all. */
    public Found find(PromptSettings settings) {
        try {
            return settings.source(config.configRepository()).map(this::find).orElse(Found.NOTHING);
        } catch (RingmasterException invalid) {
            return new Found(null, List.of(String.valueOf(invalid.getMessage())), false);
        }
    }

    /**
     * Asks it now, however young what is known of it is; the next iteration has what was found.
     *
     * @throws RingmasterException VALIDATION when there is none, or none that can be asked
     */
    Found test(PromptSettings settings) {
        var source = settings.source(config.configRepository()).orElseThrow(() -> RingmasterException.invalid(
                "There is no config repository to test: neither the project nor ringmaster.prompt.config-repository names one."));
        var one = known.computeIfAbsent(source, ignored -> new Known());
        synchronized (one) {
            ask(source, one);
            return one.found();
        }
    }

    private Found find(ConfigSource source) {
        var one = known.computeIfAbsent(source, ignored -> new Known());
        synchronized (one) {
            var age = Duration.ofNanos(System.nanoTime() - one.askedNanos);
            if (one.content == null && one.problems.isEmpty() || age.compareTo(config.configRepository().refresh()) > 0) {
                ask(source, one);
            }
            return one.found();
        }
    }

    private void ask(ConfigSource source, Known one) {
        var repository = new ConfigRepository(copies, source, token(source.url()));
        try {
            var commit = repository.fetch();
            if (one.content == null || !one.content.commit().equals(commit)) {
                one.content = repository.read(commit);
                LOG.infof("config.repository url=%s commit=%s files=%d", source.url(), commit, one.content.files().size());
            }
            one.problems = leftOut(one.content);
            one.current = true;
        } catch (RingmasterException | java.io.UncheckedIOException failure) {
            var why = redactor.redact(String.valueOf(failure.getMessage()));
            LOG.warnf("config.repository failed url=%s: %s", source.url(), why);
            one.problems = List.of("The config repository " + source.url() + " could not be read; until it can, "
                    + (one.content == null ? "each iteration goes on without it: " : "what was read before is used: ") + why);
            one.current = false;
        }
        one.askedNanos = System.nanoTime();
    }

    private static List<String> leftOut(Content content) {
        var problems = new ArrayList<String>();
        if (!content.leftOut().isEmpty()) {
            problems.add("Of the config repository was left out: " + String.join("; ", content.leftOut()));
        }
        if (content.files().isEmpty()) {
            problems.add("The config repository holds no CLAUDE.md, AGENTS.md or skills in its folder.");
        }
        return problems;
    }

    /** A project's settings name any address: the token goes to the host that it was configured with. */
    private String token(URI url) {
        var server = config.configRepository();
        var host = server.url().filter(text -> text.startsWith("http")).map(URI::create).map(URI::getAuthority);
        return url.getScheme().startsWith("http") && host.equals(Optional.ofNullable(url.getAuthority()))
                ? server.token().map(secrets::reveal).orElse("")
                : "";
    }
}
