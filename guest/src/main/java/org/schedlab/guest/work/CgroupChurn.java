package org.schedlab.guest.work;

import java.time.Duration;

/// Moves itself from cgroup to cgroup in turn and works in each. The cgroups are made for it, with
/// the cpu controller, as siblings of the cgroup that the spawn names, or as children of the root;
/// they are called after the workers, and removed when the last one has left. One work unit is a
/// move. Processes only, no threads.
///
/// @param groups cgroups, 2 to 64
/// @param cycle amount of work in each
public record CgroupChurn(int groups, Duration cycle) implements Work {
    public CgroupChurn {
        Choice.within("CgroupChurn", "groups", groups, 2, 64);
        Choice.time("CgroupChurn", "cycle", cycle);
    }

    @Override
    public String comm() {
        return "cgroup";
    }
}
