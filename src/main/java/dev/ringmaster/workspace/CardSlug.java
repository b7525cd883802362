package dev.ringmaster.workspace;

import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;

/**
 * The name of a card's worktree and branch. Nothing of the title survives but lower-case ASCII letters, digits and single
 * dashes, so it is safe as a path, a reference and an argument.
 */
record CardSlug(String value) {

    private static final int LONGEST_TITLE = 40;
    private static final int PROJECT_PART = 6;

    static CardSlug of(int number, String title) {
        if (number < 1) {
            throw new IllegalArgumentException("a card's number starts at 1, not " + number);
        }
        String ascii = Normalizer.normalize(title, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "").replaceAll("[^a-z0-9]+", "-");
        String cut = ascii.substring(0, Math.min(ascii.length(), LONGEST_TITLE)).replaceAll("^-|-$", "");
        return new CardSlug(cut.isEmpty() ? Integer.toString(number) : number + "-" + cut);
    }

    /** @param project keeps the cards of two projects on one repository apart */
    String branch(UUID project) {
        return "ringmaster/" + project.toString().substring(0, PROJECT_PART) + "/" + value;
    }
}
