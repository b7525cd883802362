package dev.ringmaster.metrics;

import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.ringmaster.metrics.pricing.Price;
import dev.ringmaster.metrics.pricing.PriceFile;
import dev.ringmaster.metrics.pricing.PriceTable;
import dev.ringmaster.metrics.pricing.SpendMeter;

/** The prices in force: the bundled list, and what the configuration says over it. */
@ApplicationScoped
public class PriceBook {

    private static final Logger LOG = Logger.getLogger(PriceBook.class);
    private static final int MOST_DOUBTED = 1_000;

    private final PriceTable table;
    private final Set<String> doubted = ConcurrentHashMap.newKeySet();

    PriceBook(MetricsConfig config) {
        var prices = new HashMap<>(PriceFile.bundled().prices());
        config.prices().forEach((model, price) -> prices.put(model, price(price)));
        this.table = new PriceTable(prices);
    }

    private static Price price(MetricsConfig.PriceConfig price) {
        var write = price.cacheWrite().orElse(price.input());
        return new Price(price.input(), price.output(), write, price.cacheWriteHour().orElse(write),
                price.cacheRead().orElse(price.input()));
    }

    /** For one agent process. A platform whose bill is more than 5 % off the table is logged once for each model. */
    public SpendMeter meter(@Nullable String model) {
        return new SpendMeter(table, model, (named, reported, estimated) -> {
            if (doubted.size() < MOST_DOUBTED && doubted.add(named)) {
                LOG.warnf("price.differs model=%s reported=%s estimated=%s: the platform's figure counts. If yours is right, "
                        + "set ringmaster.prices.\"%s\".", named, reported, estimated, named);
            }
        });
    }
}
