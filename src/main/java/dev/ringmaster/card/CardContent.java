package dev.ringmaster.card;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.ringmaster.project.LimitPolicy;
import dev.ringmaster.project.LoopLimits;
import dev.ringmaster.project.LoopLimitsInput;
import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.TextRule;

/** Everything a person may write on a card, except its acceptance criteria; valid. */
record CardContent(String title, @Nullable String description, String taskPrompt, List<String> labels, int priority,
        int maxRetries, @Nullable String subscription, LoopLimitsInput limits, @Nullable LimitPolicy onUsageLimit) {

    private static final TextRule TITLE = TextRule.characters("title", 300);
    private static final TextRule DESCRIPTION = TextRule.kibibytes("description", 256);
    private static final TextRule TASK_PROMPT = TextRule.kibibytes("taskPrompt", 1_024);
    private static final TextRule SUBSCRIPTION = TextRule.characters("subscription", 100);
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_./:-]{1,40}");
    private static final int MOST_LABELS = 20;
    private static final int NORMAL_PRIORITY = 2;
    private static final int USUAL_RETRIES = 3;
    private static final int LAST_PRIORITY = 4;
    private static final int MOST_RETRIES = 100;
    /** Bounds do not depend on what is inherited, so any valid limits serve to try the wishes on. */
    private static final LoopLimits ANY_LIMITS = new LoopLimits(1, 1, BigDecimal.ONE);

    CardContent {
        title = TITLE.checkFilled(title);
        description = DESCRIPTION.checkOptional(description);
        taskPrompt = TASK_PROMPT.check(taskPrompt);
        labels = labels(labels);
        inRange("priority", priority, LAST_PRIORITY);
        inRange("maxRetries", maxRetries, MOST_RETRIES);
        subscription = SUBSCRIPTION.checkOptional(subscription);
        limits.over(ANY_LIMITS);
    }

    static CardContent create(CardInput input) {
        return new CardContent(or(input.title(), ""), input.description(), or(input.taskPrompt(), ""),
                or(input.labels(), List.of()), or(input.priority(), NORMAL_PRIORITY), or(input.maxRetries(), USUAL_RETRIES),
                input.subscription(), or(input.limits(), LoopLimitsInput.NONE), input.onUsageLimit());
    }

    static CardContent change(Card now, CardInput input) {
        return new CardContent(or(input.title(), now.title()),
                input.description() != null ? input.description() : now.description(),
                or(input.taskPrompt(), now.taskPrompt()), or(input.labels(), now.labels()),
                or(input.priority(), now.priority()), or(input.maxRetries(), now.maxRetries()),
                input.subscription() != null ? input.subscription() : now.subscription(),
                or(input.limits(), LoopLimitsInput.NONE).over(now.ownLimits()),
                input.onUsageLimit() != null ? input.onUsageLimit() : now.onUsageLimit());
    }

    private static List<String> labels(List<String> given) {
        List<String> labels = given.stream().distinct().toList();
        if (labels.size() > MOST_LABELS) {
            throw RingmasterException
                    .invalid("A card has at most " + MOST_LABELS + " labels; these are " + labels.size() + ".");
        }
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw RingmasterException.invalid("\"" + label.replace('\0', '?') + "\" is not a label. Use 1 to 40 of the"
                        + " characters a-z, 0-9 and - _ . / :");
            }
        }
        return labels;
    }

    private static void inRange(String field, int value, int most) {
        if (value < 0 || value > most) {
            throw RingmasterException.invalid(field + " is " + value + ". Choose 0 to " + most + ".");
        }
    }

    private static <T> T or(@Nullable T wish, T otherwise) {
        return wish != null ? wish : otherwise;
    }
}
