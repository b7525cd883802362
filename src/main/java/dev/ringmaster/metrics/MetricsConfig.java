package dev.ringmaster.metrics;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** What tokens cost, where the list prices that come with Ringmaster are not what you pay. */
@ConfigMapping(prefix = "ringmaster")
public interface MetricsConfig {

    /** Prices by model, or by the beginning of its name followed by a star; they go before the bundled ones. */
    Map<String, PriceConfig> prices();

    /** USD per million tokens. */
    interface PriceConfig {

        /** Of input that is in no cache. */
        BigDecimal input();

        /** Of output, thinking included. */
        BigDecimal output();

        /** Of writing to the cache for 5 minutes; what input costs if absent. */
        Optional<BigDecimal> cacheWrite();

        /** Of writing to the cache for an hour; what cache-write costs if absent. */
        Optional<BigDecimal> cacheWriteHour();

        /** Of reading from the cache; what input costs if absent. */
        Optional<BigDecimal> cacheRead();
    }
}
