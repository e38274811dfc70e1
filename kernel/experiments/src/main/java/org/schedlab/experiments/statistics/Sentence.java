package org.schedlab.experiments.statistics;

import java.util.Locale;

/// What a comparison says, in words that may be quoted: never more than was shown.
///
/// @param of the comparison
record Sentence(Comparison of) {
    private static final int LINE = 110;

    String text() {
        return of.metric() + ": " + claim() + leftOut();
    }

    /// The same in lines that are short enough for a picture.
    String lines() {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : text().split(" ", -1)) {
            length += word.length() + 1;
            lines.append(length > LINE ? "\n" : lines.isEmpty() ? "" : " ").append(word);
            length = length > LINE ? word.length() : length;
        }
        return lines.toString();
    }

    private String claim() {
        String medians = "median %s under %s, %s under %s"
                .formatted(
                        number(of.a().median()),
                        of.a().name(),
                        number(of.b().median()),
                        of.b().name());
        return switch (of.finding()) {
            case TOO_FEW -> "%s. %s.".formatted(medians, tooFew());
            case NOT_SHOWN ->
                "no difference shown between %s and %s (%s; difference %s, %s; %s). That does not prove that there is none."
                        .formatted(
                                of.a().name(),
                                of.b().name(),
                                medians,
                                number(of.difference()),
                                interval(),
                                significance());
            case TOO_SMALL ->
                "%s differs from %s by %s, which is less than what counts (%s; %s; %s)."
                        .formatted(of.b().name(), of.a().name(), size(), gate(), interval(), significance());
            case DIFFERENT ->
                "%s is %s %s than %s (%s; %s; %s %s; %s)."
                        .formatted(
                                of.b().name(),
                                size(),
                                of.difference() < 0 ? "lower" : "higher",
                                of.a().name(),
                                medians,
                                interval(),
                                of.effect().name(),
                                String.format(Locale.ROOT, "%.2f", of.effect().value()),
                                significance());
        };
    }

    private String tooFew() {
        if (of.alone()) {
            return "n = 1: that is what happened once; it says nothing about other seeds";
        }
        return "%s: with so few this test cannot find any difference (its smallest p is %s)"
                .formatted(
                        count(),
                        String.format(Locale.ROOT, "%.2g", of.significance().least()));
    }

    private String size() {
        double part = of.relative();
        String absolute = number(Math.abs(of.difference()));
        return Double.isNaN(part)
                ? absolute
                : String.format(Locale.ROOT, "%s (%.1f %%)", absolute, 100 * Math.abs(part));
    }

    private String interval() {
        return of.interval().known()
                ? String.format(
                        Locale.ROOT,
                        "%.0f %% interval %s to %s, %s",
                        100 * of.interval().confidence(),
                        number(of.interval().low()),
                        number(of.interval().high()),
                        of.interval().method())
                : of.interval().method();
    }

    private String significance() {
        Significance found = of.significance();
        String p = found.correction().isEmpty() ? p(found.p()) : p(found.corrected()) + " by " + found.correction();
        return "%s, p %s, %s".formatted(count(), p, found.test());
    }

    private String count() {
        int a = of.a().values().size();
        int b = of.b().values().size();
        return of.paired()
                ? String.format(Locale.ROOT, "n = %d pairs", a)
                : String.format(Locale.ROOT, "n = %d and %d", a, b);
    }

    private String gate() {
        return String.format(
                Locale.ROOT,
                "at least %s and %s %%",
                number(of.gates().absolute()),
                number(100 * of.gates().relative()));
    }

    private String leftOut() {
        int count = of.a().leftOut() + of.b().leftOut();
        return count == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " %d value%s left out: not measured, or without a partner.",
                        count,
                        count == 1 ? " is" : "s are");
    }

    private static String p(double p) {
        return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "= %.2g", p);
    }

    private static String number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.4g", number);
    }
}
