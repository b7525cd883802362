package dev.ringmaster.agent.cli;

import java.math.BigDecimal;
import java.util.Locale;

/** Reads token counts as people print them: 57, 1,234, 4.6k, 1.2M. */
public final class TokenCount {

    private static final int LONGEST = 20;

    private TokenCount() {
    }

    /** @return 0 for anything that is not such a count */
    public static long of(String text) {
        String plain = text.replaceAll("[,_\\s]", "").toLowerCase(Locale.ROOT);
        if (plain.length() > LONGEST || !plain.matches("\\d+(?:\\.\\d+)?[km]?")) {
            return 0;
        }
        long factor = plain.endsWith("k") ? 1000 : plain.endsWith("m") ? 1_000_000 : 1;
        BigDecimal number = new BigDecimal(factor == 1 ? plain : plain.substring(0, plain.length() - 1));
        return number.multiply(BigDecimal.valueOf(factor)).min(BigDecimal.valueOf(1_000_000_000_000L)).longValue();
    }
}
