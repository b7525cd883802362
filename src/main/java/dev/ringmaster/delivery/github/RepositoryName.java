package dev.ringmaster.delivery.github;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code owner/name} of a repository at GitHub. */
public record RepositoryName(String owner, String name) {

    private static final String PART = "[A-Za-z0-9_.-]+";
    private static final Pattern WHOLE = Pattern.compile("(" + PART + ")/(" + PART + ")");
    /** {@code https://host/owner/name.git}, {@code ssh://git@host/owner/name.git} or {@code git@host:owner/name.git}. */
    private static final Pattern URL = Pattern.compile(
            "(?:https://|ssh://(?:[^@/]+@)?|[^@/:]+@)([^/:]+(?::\\d+)?)[/:](" + PART + ")/(" + PART + ")/?");

    public RepositoryName {
        if (!valid(owner) || !valid(name)) {
            throw new IllegalArgumentException(owner + "/" + name + " is no repository's name");
        }
    }

    /** Empty unless it is {@code owner/name}. */
    public static Optional<RepositoryName> parse(String text) {
        var matcher = WHOLE.matcher(text.strip());
        return matcher.matches() && valid(matcher.group(1)) && valid(matcher.group(2))
                ? Optional.of(new RepositoryName(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /** The repository that a remote's URL names; empty when it lies elsewhere than at this GitHub. */
    public static Optional<RepositoryName> ofUrl(String url, URI github) {
        var matcher = URL.matcher(url.strip().replaceFirst("\\.git/?$", ""));
        return matcher.matches() && matcher.group(1).equalsIgnoreCase(github.getAuthority())
                ? parse(matcher.group(2) + "/" + matcher.group(3))
                : Optional.empty();
    }

    private static boolean valid(String part) {
        return part.matches(PART) && !part.equals(".") && !part.equals("..");
    }

    String path() {
        return "/repos/" + owner + "/" + name;
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
