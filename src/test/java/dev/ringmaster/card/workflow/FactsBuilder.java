package dev.ringmaster.card.workflow;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/** Facts about a card: by default a new one of a project without settings. */
final class FactsBuilder {

    private boolean prompt;
    private boolean criteria;
    private boolean code;
    private int errors;
    private int maxRetries = 3;
    private boolean build;
    private boolean deploy;
    private boolean approvesPlan;
    private boolean approvesReview;
    private boolean synced;
    private boolean healthy;
    private @Nullable CardState failedIn;
    private @Nullable CardState previous;

    static FactsBuilder facts() {
        return new FactsBuilder();
    }

    /** Always the same ones, of all sorts. */
    static List<CardFacts> many() {
        var random = new Random(16);
        return IntStream.range(0, 2_000).mapToObj(i -> {
            var some = facts().errors(random.nextInt(5), random.nextInt(4)).failedIn(state(random)).previous(state(random))
                    .settings(random.nextBoolean(), random.nextBoolean());
            some.prompt = random.nextBoolean();
            some.criteria = random.nextBoolean();
            some.code = random.nextBoolean();
            some.approvesPlan = random.nextBoolean();
            some.approvesReview = random.nextBoolean();
            some.synced = random.nextBoolean();
            some.healthy = random.nextBoolean();
            return some.build();
        }).toList();
    }

    private static @Nullable CardState state(Random random) {
        var states = CardState.values();
        int index = random.nextInt(states.length + 1);
        return index == states.length ? null : states[index];
    }

    FactsBuilder taskPrompt() {
        prompt = true;
        return this;
    }

    FactsBuilder criteria() {
        criteria = true;
        return this;
    }

    FactsBuilder code() {
        code = true;
        return this;
    }

    FactsBuilder errors(int count, int most) {
        errors = count;
        maxRetries = most;
        return this;
    }

    FactsBuilder settings(boolean buildConfigured, boolean deployConfigured) {
        build = buildConfigured;
        deploy = deployConfigured;
        return this;
    }

    FactsBuilder approvesPlan() {
        approvesPlan = true;
        return this;
    }

    FactsBuilder approvesReview() {
        approvesReview = true;
        return this;
    }

    FactsBuilder synced() {
        synced = true;
        return this;
    }

    FactsBuilder healthy() {
        healthy = true;
        return this;
    }

    FactsBuilder failedIn(@Nullable CardState state) {
        failedIn = state;
        return this;
    }

    FactsBuilder previous(@Nullable CardState state) {
        previous = state;
        return this;
    }

    CardFacts build() {
        return new CardFacts(prompt, criteria, code, errors, maxRetries, build, deploy, approvesPlan, approvesReview, synced,
                healthy, failedIn, previous);
    }
}
