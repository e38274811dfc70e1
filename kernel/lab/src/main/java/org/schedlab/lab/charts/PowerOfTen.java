package org.schedlab.lab.charts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// Labels of a logarithmic axis: `0.001`, `10`, `100,000`.
final class PowerOfTen extends NumberFormat {
    private static final long serialVersionUID = 1L;

    @Override
    public StringBuffer format(double number, StringBuffer text, FieldPosition ignored) {
        if (number >= 1) {
            return text.append(String.format(Locale.ROOT, "%,d", Math.round(number)));
        }
        int decimals = (int) Math.max(0, Math.round(-Math.log10(number)));
        return text.append(BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_UP).toPlainString());
    }

    @Override
    public StringBuffer format(long number, StringBuffer text, FieldPosition ignored) {
        return format((double) number, text, ignored);
    }

    @Override
    public @Nullable Number parse(String source, ParsePosition position) {
        return null; // an axis writes only
    }
}
