package org.schedlab.lab.stats;

import java.math.BigDecimal;
import java.util.Optional;

/// One of a scheduler's statistics. A value.
///
/// @param path its name; below others, `layers[batch].util` or `bitmap[0]`
/// @param type as the server declares it: `u64`, `i64`, `float`, `string`; for what it does not declare, the kind of
///     what it sent
/// @param value as text; whole numbers exactly as they were sent
/// @param meaning in the server's words; empty if it has none
public record Statistic(String path, String type, String value, String meaning) {

    /// The value, if it is a number.
    public Optional<BigDecimal> number() {
        if (type.equals("string")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
