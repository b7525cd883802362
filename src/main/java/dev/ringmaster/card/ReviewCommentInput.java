package dev.ringmaster.card;

import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.TextRule;

/** What a person says about a card's code. */
@Input("ReviewCommentInput")
public record ReviewCommentInput(@Nullable String path, @Nullable Integer line, @NonNull String text) {

    private static final TextRule PATH = TextRule.characters("path", 4_000);
    private static final TextRule TEXT = TextRule.kibibytes("text", 64);

    /** @throws RingmasterException VALIDATION if the text is missing or too long, or the place makes no sense */
    ReviewCommentInput checked() {
        String file = PATH.checkOptional(path);
        if (line != null && line < 1) {
            throw RingmasterException.invalid("line is " + line + ". Lines count from 1.");
        }
        if (line != null && file == null) {
            throw RingmasterException.invalid("line " + line + " is of no file. Give the path as well.");
        }
        return new ReviewCommentInput(file, line, TEXT.checkFilled(text));
    }
}
