package org.schedlab.guest.work;

import java.time.Duration;

/// Maps memory, touches pages of it drawn at random, works, and gives it back. One work unit is a page
/// touched. The seed of the spawn decides which.
///
/// @param regionKib KiB mapped at a time, 4 to 65536
/// @param touches pages touched in each region
/// @param work amount of work per region
public record PageFaultChurn(int regionKib, int touches, Duration work) implements Work {
    public PageFaultChurn {
        Choice.within("PageFaultChurn", "regionKib", regionKib, 4, 65536);
        Choice.within("PageFaultChurn", "touches", touches, 1, 1_000_000);
        Choice.amount("PageFaultChurn", "work", work);
    }

    @Override
    public String comm() {
        return "fault";
    }
}
