package dev.ringmaster.delivery.dockerhub;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code 1.2.3}, perhaps with a v before it. A version with anything behind it is no release and not read. */
record SemanticVersion(BigInteger major, BigInteger minor, BigInteger patch) implements Comparable<SemanticVersion> {

    private static final Pattern RELEASE = Pattern.compile("v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)");
    private static final Comparator<SemanticVersion> ORDER = Comparator.comparing(SemanticVersion::major)
            .thenComparing(SemanticVersion::minor).thenComparing(SemanticVersion::patch);

    static Optional<SemanticVersion> parse(String tag) {
        var matcher = RELEASE.matcher(tag);
        return matcher.matches() ? Optional.of(new SemanticVersion(new BigInteger(matcher.group(1)),
                new BigInteger(matcher.group(2)), new BigInteger(matcher.group(3)))) : Optional.empty();
    }

    @Override
    public int compareTo(SemanticVersion other) {
        return ORDER.compare(this, other);
    }
}
