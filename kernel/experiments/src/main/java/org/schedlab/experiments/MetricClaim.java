package org.schedlab.experiments;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import org.schedlab.lab.verdict.Claim;
import org.schedlab.lab.verdict.Measured;

/// A claim about a metric: every cell is judged by it. Immutable.
///
/// @param metric its name
/// @param atMost the greatest value that is good; empty for any
/// @param atLeast the least value that is good; empty for any
public record MetricClaim(String metric, OptionalDouble atMost, OptionalDouble atLeast) {
    /// The claims about a measured value; NaN makes them INCONCLUSIVE.
    public List<Claim> of(double value) {
        Measured measured = Measured.that(metric, value);
        List<Claim> claims = new ArrayList<>();
        atMost.ifPresent(limit -> claims.add(measured.atMost(limit)));
        atLeast.ifPresent(limit -> claims.add(measured.atLeast(limit)));
        return claims;
    }

    /// As `wait_max_ns at most 5000000`.
    public String text() {
        List<String> limits = new ArrayList<>();
        atLeast.ifPresent(limit -> limits.add("at least " + number(limit)));
        atMost.ifPresent(limit -> limits.add("at most " + number(limit)));
        return metric + " " + String.join(" and ", limits);
    }

    private static String number(double limit) {
        return BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
    }
}
