package dev.ringmaster.workspace;

import java.net.URI;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterException;

/**
 * Where files for all agents of a project come from.
 *
 * @param url {@code https://host/path}, {@code file:///path} or an absolute path
 * @param ref a branch or tag; null for the default branch
 * @param folder within the repository; empty for its top level
 */
public record ConfigSource(URI url, @Nullable String ref, String folder) {

    /** Git runs programs for some forms of URL, such as {@code ext::}, so only plain ones pass; so it is with {@code --}. */
    private static final Pattern HTTP = Pattern.compile("https?://[A-Za-z0-9][A-Za-z0-9.-]*(:\\d{1,5})?/[^\\s?#@\\p{Cntrl}]+");
    private static final Pattern CREDENTIAL = Pattern.compile("(?i)(https?://)[^/]*@");
    private static final Pattern FILE = Pattern.compile("/[^\\s?#\\p{Cntrl}]+");
    private static final Pattern REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/+-]{0,200}");
    private static final Pattern FOLDER = Pattern.compile("([A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)?");

    /**
     * As people write it.
     *
     * @throws RingmasterException VALIDATION with what to write instead
     */
    public static ConfigSource of(String url, @Nullable String ref, @Nullable String folder) {
        var name = ref == null || ref.isBlank() ? null : ref.strip();
        if (name != null && (!REF.matcher(name).matches() || name.contains(".."))) {
            throw RingmasterException.invalid("The config repository's ref \"" + name
                    + "\" is no branch or tag. Write its name, such as main or v1.2.");
        }
        var inside = folder == null ? "" : folder.strip().replaceAll("^/+|/+$", "");
        if (!FOLDER.matcher(inside).matches() || ("/" + inside + "/").contains("/../")) {
            throw RingmasterException.invalid("The config repository's folder \"" + inside
                    + "\" is none. Write a path inside the repository, such as agents/backend.");
        }
        return new ConfigSource(address(url.strip()), name, inside);
    }

    /** For whom it is shown to: an address that is refused is told too, and its password must not be. */
    public static String withoutCredential(String url) {
        return CREDENTIAL.matcher(url).replaceFirst("$1");
    }

    private static URI address(String url) {
        var path = url.startsWith("file://") ? url.substring("file://".length()) : url;
        if (FILE.matcher(path).matches()) {
            return URI.create("file://" + path);
        }
        if (HTTP.matcher(url).matches()) {
            return URI.create(url);
        }
        if (CREDENTIAL.matcher(url).lookingAt()) {
            throw RingmasterException.invalid("The config repository's address \"" + withoutCredential(url) + "\" came with a"
                    + " credential. Use https://host/path without one; the server has its token for a private repository in"
                    + " ringmaster.prompt.config-repository.token.");
        }
        throw RingmasterException.invalid("The config repository's address \"" + url + "\" is not supported. Use"
                + " https://host/path without a credential, or the absolute path of a repository on this server.");
    }
}
