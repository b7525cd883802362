package dev.ringmaster.support;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads the ids callers send. GraphQL operations take their ids as text and read them here, since the framework's own
 * conversion of a malformed UUID ends in an error without a code and accepts shortened forms.
 */
public final class Ids {

    private static final Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final int SHOWN = 50;

    private Ids() {
    }

    /**
     * Reads an id.
     *
     * @param what what the id names, for the message: "card", "project"
     * @throws RingmasterException VALIDATION if the text is not a UUID in its 36-character form
     */
    public static UUID parse(String what, String text) {
        if (!UUID_FORM.matcher(text).matches()) {
            String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
            throw RingmasterException.invalid("\"" + shown + "\" is not the id of a " + what
                    + ": an id is a UUID like 0b6c6e1e-5d0f-4f4c-9f4e-3a2b1c0d9e8f.");
        }
        return UUID.fromString(text);
    }
}
