package dev.ringmaster.security;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Takes secrets out of text before it is stored or published: the values that this server knows, in the forms that programs
 * encode them in, also where a text is wrapped into lines; and what has the shape of a well-known token. What has been known
 * stays known: a credential that was replaced may still be printed.
 */
public final class Redactor {

    static final String MARK = "[redacted]";

    private final Set<String> forms = new LinkedHashSet<>();
    private volatile Needles needles = new Needles(Set.of());

    public Redactor(Collection<String> secrets) {
        learn(secrets);
    }

    /** From now on these are taken out too; those of less than {@value SecretForms#SHORTEST} characters are not. */
    public synchronized void learn(Collection<String> secrets) {
        boolean more = false;
        for (var secret : secrets) {
            more |= forms.addAll(SecretForms.of(secret));
        }
        if (more) {
            needles = new Needles(forms);
        }
    }

    /** The same text without secrets; the very same object when there are none. */
    public String redact(String text) {
        var spans = SecretSpans.in(text, needles);
        return spans.isEmpty() ? text : spans.redacted(text, 0);
    }

    /**
     * For a text that comes in pieces, where a secret may begin in one and end in another.
     *
     * @param <T> what belongs to a piece
     * @param lines whether each piece is a line; else they follow each other without anything between them
     */
    public <T> RedactedStream<T> stream(boolean lines) {
        return new RedactedStream<>(() -> needles, lines);
    }
}
