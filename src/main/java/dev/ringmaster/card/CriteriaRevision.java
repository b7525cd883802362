package dev.ringmaster.card;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.ringmaster.support.RingmasterException;
import dev.ringmaster.support.TextRule;

/** Decides what a card's acceptance criteria become when somebody writes them anew. */
final class CriteriaRevision {

    private static final TextRule CRITERION = TextRule.characters("An acceptance criterion", 500);
    private static final int MOST = 50;

    private CriteriaRevision() {
    }

    /**
     * @return the texts, stripped, each once
     * @throws RingmasterException VALIDATION if there are too many, or one is blank or too long
     */
    static List<String> checked(List<String> texts) {
        List<String> distinct = texts.stream().map(CRITERION::checkFilled).distinct().toList();
        if (distinct.size() > MOST) {
            throw RingmasterException
                    .invalid("A card has at most " + MOST + " acceptance criteria; these are " + distinct.size() + ".");
        }
        return distinct;
    }

    /** A criterion whose text stays keeps its id and whether it is met; the order is that of the texts. */
    static List<AcceptanceCriterion> of(List<AcceptanceCriterion> now, List<String> texts) {
        Map<String, AcceptanceCriterion> byText = now.stream()
                .collect(Collectors.toMap(AcceptanceCriterion::description, Function.identity(), (first, second) -> first));
        return checked(texts).stream()
                .map(text -> byText.getOrDefault(text, new AcceptanceCriterion(UUID.randomUUID(), text, false)))
                .toList();
    }
}
