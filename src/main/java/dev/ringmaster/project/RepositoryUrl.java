package dev.ringmaster.project;

import java.util.List;
import java.util.regex.Pattern;

import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.TextRule;

/**
 * What may stand as a repository's URL. Git runs programs for some forms ({@code ext::}, a host that starts with a dash is
 * an option to ssh), and a password in a URL ends up in logs, so only plain forms pass.
 */
final class RepositoryUrl {

    private static final TextRule LENGTH = TextRule.characters("repositoryUrl", 2_000);
    private static final String HOST = "[A-Za-z0-9][A-Za-z0-9.-]*(:\\d{1,5})?";
    private static final String USER = "[A-Za-z0-9_][A-Za-z0-9._-]*";
    private static final String PATH = "[^\\s?#\\p{Cntrl}]+";
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("https://" + HOST + "/" + PATH),
            Pattern.compile("ssh://(" + USER + "@)?" + HOST + "/" + PATH),
            Pattern.compile(USER + "@[A-Za-z0-9][A-Za-z0-9.-]*:(?!-)" + PATH),
            Pattern.compile("file:///" + PATH));
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)(https?://[^/]*@.*)|([a-z]+://[^/@]*:[^/@]*@.*)");

    private RepositoryUrl() {
    }

    /** @throws RingmasterException VALIDATION if it is none of the known forms or contains credentials */
    static String check(String url) {
        LENGTH.check(url);
        if (CREDENTIALS.matcher(url).matches()) {
            throw RingmasterException.invalid("repositoryUrl contains credentials. Leave them out and give git a credential"
                    + " helper or an SSH key.");
        }
        if (FORMS.stream().noneMatch(form -> form.matcher(url).matches())) {
            throw RingmasterException.invalid("repositoryUrl \"" + url + "\" is not supported. Use https://host/path,"
                    + " ssh://git@host/path, git@host:path or file:///path.");
        }
        return url;
    }
}
