package dev.ringmaster.project;

import java.util.regex.Pattern;

import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.TextRule;

/** What git takes for the name of a branch: the rules of {@code git check-ref-format --branch}. */
final class BranchName {

    private static final TextRule LENGTH = TextRule.characters("defaultBranch", 200);
    private static final Pattern FORBIDDEN = Pattern.compile(
            "[\\p{Cntrl} ~^:?*\\[\\\\]|\\.\\.|@\\{|//|^/|/$|^-|(^|/)\\.|\\.$|\\.lock(/|$)|^@$|^HEAD$|^refs/");

    private BranchName() {
    }

    /** @throws RingmasterException VALIDATION if git would not take it for a branch */
    static String check(String name) {
        LENGTH.checkFilled(name);
        if (FORBIDDEN.matcher(name).find()) {
            throw RingmasterException.invalid("defaultBranch \"" + name + "\" is not a valid name of a git branch. Use one"
                    + " like \"main\".");
        }
        return name;
    }
}
