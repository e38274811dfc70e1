package org.schedlab.experiments;

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
    List<Claim> of(double value) {
        Measured measured = Measured.that(metric, value);
        List<Claim> claims = new ArrayList<>();
        atMost.ifPresent(limit -> claims.add(measured.atMost(limit)));
        atLeast.ifPresent(limit -> claims.add(measured.atLeast(limit)));
        return claims;
    }
}
