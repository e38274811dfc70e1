package org.schedlab.guest.cgroup;

import java.util.Map;

import org.schedlab.vm.LabException;

/// A cgroup as its files say at one moment (Documentation/admin-guide/cgroup-v2.rst, Linux 6.18).
///
/// @param path relative to `/sys/fs/cgroup`; empty for the root, which has no weight, max and cpus
/// @param weight `cpu.weight`; 0 if it has none
/// @param max `cpu.max`, for example `50000 100000` or `max 100000`
/// @param cpus `cpuset.cpus`, empty when nothing was asked
/// @param effectiveCpus `cpuset.cpus.effective`
/// @param tasks processes in the cgroup itself
/// @param frozen whether all its tasks are frozen
/// @param cpuStat `cpu.stat`: `usage_usec`, `nr_throttled`, `throttled_usec`, …; with those below it
public record CgroupState(
        String path,
        int weight,
        String max,
        String cpus,
        String effectiveCpus,
        int tasks,
        boolean frozen,
        Map<String, Long> cpuStat) {

    public CgroupState {
        cpuStat = Map.copyOf(cpuStat);
    }

    /// A number of `cpu.stat`.
    ///
    /// @throws LabException if this kernel does not count it for this cgroup; says what it does count
    public long stat(String name) {
        Long value = cpuStat.get(name);
        if (value == null) {
            throw LabException.asked("cpu.stat of the cgroup '%s' has no '%s'".formatted(path, name))
                    .available(
                            String.join(", ", cpuStat.keySet().stream().sorted().toList()))
                    .remedy("take one of these; throttling is counted below the root only")
                    .exception();
        }
        return value;
    }

    /// CPU time that its tasks and those below it have used, in µs.
    public long usageMicros() {
        return stat("usage_usec");
    }

    /// Time that it was kept from running by `cpu.max`, summed over CPUs, in µs; 0 for the root.
    public long throttledMicros() {
        return cpuStat.getOrDefault("throttled_usec", 0L);
    }
}
