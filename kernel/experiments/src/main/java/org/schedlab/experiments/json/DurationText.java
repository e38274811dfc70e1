package org.schedlab.experiments.json;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as a person writes them: `300ms`, `1.5s`, `20us`. Stateless.
public final class DurationText {
    private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> WRITTEN = new LinkedHashMap<>();

    static {
        WRITTEN.put("s", 1_000_000_000L);
        WRITTEN.put("ms", 1_000_000L);
        WRITTEN.put("us", 1_000L);
        WRITTEN.put("ns", 1L);
    }

    private DurationText() {}

    /// The same text for the same duration: a whole number of the largest unit that it is a multiple of.
    public static String of(Duration duration) {
        long nanos = duration.toNanos();
        for (Map.Entry<String, Long> unit : WRITTEN.entrySet()) {
            if (nanos % unit.getValue() == 0) {
                return nanos / unit.getValue() + unit.getKey();
            }
        }
        throw new IllegalStateException("no unit for " + duration);
    }

    /// Empty if it is no duration, or not a whole number of nanoseconds.
    public static Optional<Duration> parse(String text) {
        Matcher found = TEXT.matcher(text.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        long unit = switch (found.group(2)) {
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "µs" -> 1_000L;
            case String written -> WRITTEN.getOrDefault(written, 1L);
        };
        try {
            return Optional.of(Duration.ofNanos(new BigDecimal(found.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .longValueExact()));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
