package dev.ringmaster.support;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * What a text that a caller sends must keep to. Postgres stores no NUL character and no half of a surrogate pair, so both
 * are refused here, by name, instead of failing or changing silently on the way.
 *
 * @param field the field's name, for the messages
 * @param max the most it may hold, in characters (code points) or in bytes of its UTF-8 form
 * @param inBytes whether {@code max} counts bytes
 */
public record TextRule(String field, int max, boolean inBytes) {

    private static final int KIB = 1024;

    public static TextRule characters(String field, int max) {
        return new TextRule(field, max, false);
    }

    public static TextRule kibibytes(String field, int max) {
        return new TextRule(field, max * KIB, true);
    }

    /**
     * Lets a text pass that keeps to the rule.
     *
     * @return the text as it is
     * @throws RingmasterException VALIDATION if it is too long or cannot be stored
     */
    public String check(String text) {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw RingmasterException.invalid(field + " contains a NUL character at position " + nul + ". Remove it.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw RingmasterException
                    .invalid(field + " is not valid Unicode: it contains half of a surrogate pair. Remove it.");
        }
        int size = inBytes ? text.getBytes(StandardCharsets.UTF_8).length : text.codePointCount(0, text.length());
        if (size > max) {
            throw RingmasterException.invalid(field + " is too long: it has " + size + (inBytes ? " bytes" : " characters")
                    + ", the limit is " + limit() + ". Shorten it.");
        }
        return text;
    }

    /** As {@link #check}, and it must say something; surrounding white space is dropped. */
    public String checkFilled(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw RingmasterException.invalid(field + " is missing. Give it 1 to " + limit() + ".");
        }
        return check(text.strip());
    }

    /** As {@link #check}; a blank text means "none" and becomes null. */
    public @Nullable String checkOptional(@Nullable String text) {
        return text == null || text.isBlank() ? null : check(text);
    }

    private String limit() {
        if (!inBytes) {
            return max + " characters";
        }
        return max % (KIB * KIB) == 0 ? max / (KIB * KIB) + " MiB" : max / KIB + " KiB";
    }
}
