package dev.ringmaster.bench;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param unit as printed behind it
 * @param target what is promised; null for a value that only explains others
 */
record Figure(String name, double value, String unit, @Nullable Target target) {

    /** A bound that the value is held against, in the value's unit. */
    record Target(boolean most, double bound) {
    }

    static Figure atMost(String name, double value, String unit, double bound) {
        return new Figure(name, value, unit, new Target(true, bound));
    }

    static Figure atLeast(String name, double value, String unit, double bound) {
        return new Figure(name, value, unit, new Target(false, bound));
    }

    static Figure plain(String name, double value, String unit) {
        return new Figure(name, value, unit, null);
    }

    boolean missed() {
        return target != null && (target.most() ? value > target.bound() : value < target.bound());
    }

    String shown() {
        return number(value) + " " + unit;
    }

    String shownTarget() {
        return target == null ? "" : (target.most() ? "≤ " : "≥ ") + number(target.bound()) + " " + unit;
    }

    String judgement() {
        return target == null ? "" : missed() ? "MISSED" : "ok";
    }

    private static String number(double number) {
        boolean whole = Math.abs(number) >= 100 || number == Math.rint(number);
        return String.format(Locale.ROOT, whole ? "%,.0f" : number < 10 ? "%.2f" : "%.1f", number);
    }
}
