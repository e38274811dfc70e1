package org.schedlab.experiments.search;

import java.util.Locale;

import org.schedlab.vm.LabException;

/// The whole numbers that may be tried for something. Immutable.
///
/// @param name of what it is a range
/// @param low the least of them
/// @param high the greatest, above `low`
/// @param scale how steps along it are measured; logarithmic ones begin above 0
public record Range(String name, long low, long high, Scale scale) {
    /// From here on the usual scale is the logarithmic one.
    private static final int WIDE = 10;

    private static final int DIGITS = 2;

    public Range {
        if (low >= high) {
            throw LabException.asked("there is nothing to search for '%s'".formatted(name))
                    .found(
                            low == high
                                    ? "one value, " + low
                                    : String.format(Locale.ROOT, "from %d down to %d", low, high))
                    .remedy("give the least value and then the greatest: knob(\"%s\", LEAST, GREATEST)".formatted(name))
                    .exception();
        }
        if (scale == Scale.LOGARITHMIC && low <= 0) {
            throw LabException.asked("the range of '%s' cannot be searched on a logarithmic scale".formatted(name))
                    .found("it begins at " + low)
                    .remedy("begin above 0, or search it with Scale.LINEAR")
                    .exception();
        }
    }

    /// On the usual scale: logarithmic if it begins above 0 and ends at ten times its beginning or above.
    public static Range of(String name, long low, long high) {
        boolean wide = low > 0 && high / WIDE >= low;
        return new Range(name, low, high, wide ? Scale.LOGARITHMIC : Scale.LINEAR);
    }

    /// The value at a part of the way, rounded to one that may be tried.
    ///
    /// @param part from 0 to 1
    long at(double part) {
        if (scale == Scale.LINEAR) {
            return within(Math.round(low + part * ((double) high - low)));
        }
        double exact = StrictMath.exp(log(low) + part * (log(high) - log(low)));
        double unit = Math.max(1, StrictMath.pow(10, Math.floor(StrictMath.log10(exact)) - DIGITS + 1));
        return within(Math.round(Math.round(exact / unit) * unit));
    }

    /// Which part of the way a value is at; what lies outside is taken for the nearest end.
    double part(long value) {
        long inside = within(value);
        return scale == Scale.LINEAR
                ? ((double) inside - low) / ((double) high - low)
                : (log(inside) - log(low)) / (log(high) - log(low));
    }

    /// The same bits on every host, so that all try the same settings.
    private static double log(long number) {
        return StrictMath.log((double) number);
    }

    private long within(long value) {
        return Math.clamp(value, low, high);
    }
}
