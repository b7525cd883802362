package dev.ringmaster.workspace.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.ringmaster.support.OutgoingProxy;

/**
 * A repository elsewhere, and the credential for it. An agent can write its repository's configuration, which could send a
 * push, a credential or a proxied connection to an address of its choice; so none of it is read: git works in an empty
 * repository of our own that borrows the objects. The credential is given by a helper bound to the address, out of the
 * environment of that one git process: never in an argument, a URL or a file.
 *
 * @param url {@code https://}, {@code http://} or {@code file://}, without a credential
 * @param token the password of the user {@code x-access-token}; empty for none
 * @param limit how long one command may take
 * @param certificates a PEM file of the authorities to trust instead of git's own
 */
public record Remote(URI url, String token, Duration limit, Optional<Path> certificates) {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<String> PROTOCOLS = List.of("https", "http", "file");
    private static final String HELPER = "!f() { test \"$1\" = get && echo username=x-access-token"
            + " && echo \"password=$RINGMASTER_GIT_TOKEN\"; }; f";

    /** With ten minutes for each command. */
    public Remote(URI url, String token) {
        this(url, token, LIMIT);
    }

    public Remote(URI url, String token, Duration limit) {
        this(url, token, limit, Optional.empty());
    }

    /** With ten minutes for each command. */
    public Remote(URI url, String token, Optional<Path> certificates) {
        this(url, token, LIMIT, certificates);
    }

    public Remote {
        if (!PROTOCOLS.contains(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT)) || url.getUserInfo() != null) {
            throw new IllegalArgumentException("not an address to push to: " + url.getScheme() + "://" + url.getHost());
        }
    }

    /** The commit that a branch is at there; empty when there is no such branch. */
    public Optional<String> tip(Path repository, String branch) {
        return with(repository, false, git -> git.run("ls-remote", "--refs", "--end-of-options", url.toString(),
                "refs/heads/" + branch).text().lines().map(line -> line.split("\t", 2)[0]).findFirst());
    }

    /**
     * Moves a branch there, only from where it is expected.
     *
     * @param expected the commit it is at; empty for a branch that is not there yet
     * @throws GitException when it is refused
     */
    public void push(Path repository, String commit, String branch, Optional<String> expected) {
        with(repository, false, git -> git.run("push", "--quiet", "--no-verify", "--force-with-lease=refs/heads/" + branch + ":"
                + expected.orElse(""), "--end-of-options", url.toString(), commit + ":refs/heads/" + branch));
    }

    /** Brings a branch's commits into the repository, without a reference to them. @return the commit it is at */
    public String fetch(Path repository, String branch, List<String> known) {
        return fetchRef(repository, "refs/heads/" + branch, known);
    }

    /**
     * The full name of a branch or tag there; empty when there is none.
     *
     * @param name as people write it, such as {@code main}
     */
    public Optional<String> find(Path repository, String name) {
        return with(repository, false, git -> {
            var found = git.run("ls-remote", "--refs", "--end-of-options", url.toString(), "refs/heads/" + name,
                    "refs/tags/" + name).text().lines().map(line -> line.split("\t", 2)[1]).toList();
            return Stream.of("refs/heads/" + name, "refs/tags/" + name).filter(found::contains).findFirst();
        });
    }

    /** The same for any reference, such as {@code HEAD} or {@code refs/tags/v1}; a tag gives the commit that it is of. */
    public String fetchRef(Path repository, String ref, List<String> known) {
        return with(repository, true, git -> {
            for (int i = 0; i < known.size(); i++) {
                git.run("update-ref", "refs/known/" + i, known.get(i));
            }
            git.run("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--end-of-options", url.toString(),
                    "+" + ref + ":refs/fetched");
            return git.run("rev-parse", "--verify", "refs/fetched^{commit}").text();
        });
    }

    private <T> T with(Path repository, boolean writing, Function<Git, T> work) {
        var objects = repository.resolve(Git.outside(repository).run("rev-parse", "--git-path", "objects").text());
        try {
            var empty = Files.createTempDirectory("ringmaster-remote-");
            try {
                Git.outside(empty).run("init", "--quiet", "--bare", "--template=", ".");
                return work.apply(git(empty, objects, writing));
            } finally {
                delete(empty);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a directory for git could not be made or removed", e);
        }
    }

    private Git git(Path empty, Path objects, boolean writing) {
        var git = Git.outside(empty).within(limit)
                .with("GIT_ALLOW_PROTOCOL", url.getScheme().toLowerCase(Locale.ROOT))
                .with(writing ? "GIT_OBJECT_DIRECTORY" : "GIT_ALTERNATE_OBJECT_DIRECTORIES", objects.toString());
        for (var variable : OutgoingProxy.ofServer().variables().entrySet()) {
            git = git.with(variable.getKey(), variable.getValue());
        }
        if (certificates.isPresent()) {
            git = git.with("GIT_SSL_CAINFO", certificates.get().toAbsolutePath().toString());
        }
        return token.isEmpty() || url.getHost() == null ? git
                : git.with("RINGMASTER_GIT_TOKEN", token)
                        .configured("credential." + url.getScheme() + "://" + url.getAuthority() + ".helper", HELPER);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Without the credential. */
    @Override
    public String toString() {
        return url.toString();
    }
}
