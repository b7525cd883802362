package dev.ringmaster.metrics.pricing;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Prices by model pattern: a name, or a name with a {@code *} at its end. The longest pattern that fits counts. A provider in
 * front of a name ({@code anthropic/claude-…}) and a variant behind it ({@code …[1m]}) do not matter.
 */
public final class PriceTable {

    public static final PriceTable EMPTY = new PriceTable(Map.of());

    private record Entry(String pattern, Price price) {

        boolean fits(String model) {
            return pattern.endsWith("*") ? model.startsWith(pattern.substring(0, pattern.length() - 1))
                    : model.equals(pattern);
        }
    }

    private final List<Entry> entries;

    public PriceTable(Map<String, Price> prices) {
        this.entries = prices.entrySet().stream()
                .map(entry -> new Entry(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()))
                .sorted(Comparator.comparingInt((Entry entry) -> entry.pattern().length()).reversed()).toList();
    }

    /** Empty when nobody knows what the model costs. */
    public Optional<Price> find(@Nullable String model) {
        if (model == null) {
            return Optional.empty();
        }
        var name = model.toLowerCase(Locale.ROOT);
        var bare = name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\[[^\\]]*\\]$", "");
        return entries.stream().filter(entry -> entry.fits(bare)).map(Entry::price).findFirst();
    }
}
