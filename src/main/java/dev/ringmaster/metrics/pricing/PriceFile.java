package dev.ringmaster.metrics.pricing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The list prices that come with Ringmaster; the file names its date and its sources.
 *
 * @param asOf the day on which they were looked up
 */
public record PriceFile(String asOf, Map<String, Price> prices) {

    public PriceFile {
        prices = Map.copyOf(prices);
    }

    public static PriceFile bundled() {
        try (InputStream in = Objects.requireNonNull(PriceFile.class.getResourceAsStream("prices.json"))) {
            var file = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).readTree(in);
            var prices = new HashMap<String, Price>();
            file.path("prices").properties().forEach(entry -> prices.put(entry.getKey(), price(entry.getValue())));
            return new PriceFile(file.path("asOf").asText(), prices);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Price price(JsonNode entry) {
        var input = entry.path("input").decimalValue();
        var write = or(entry.path("cacheWrite"), input);
        return new Price(input, entry.path("output").decimalValue(), write, or(entry.path("cacheWriteHour"), write),
                or(entry.path("cacheRead"), input));
    }

    private static BigDecimal or(JsonNode price, BigDecimal otherwise) {
        return price.isNumber() ? price.decimalValue() : otherwise;
    }
}
