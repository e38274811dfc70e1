package org.schedlab.guest.work;

import java.time.Duration;

/// Goes through all nice values, -20 to 19, again and again, with a piece of work at each. One work
/// unit is a change.
///
/// @param work amount of work at each value
public record NiceSweep(Duration work) implements Work {
    public NiceSweep {
        Choice.amount("NiceSweep", "work", work);
    }

    @Override
    public String comm() {
        return "nice";
    }
}
