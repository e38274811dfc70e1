package org.schedlab.guest.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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

    static List<CgroupState> decode(Fields fields) {
        List<CgroupState> states = new ArrayList<>();
        for (int offset = 0; offset < fields.size(); offset += MailboxLayout.CGROUP_STATE_SIZE) {
            states.add(one(fields.at(offset, MailboxLayout.CGROUP_STATE_SIZE)));
        }
        return states.stream().sorted(Comparator.comparing(CgroupState::path)).toList();
    }

    private static CgroupState one(Fields fields) {
        return new CgroupState(
                text(fields, MailboxLayout.CGROUP_STATE_PATH, MailboxLayout.CGROUP_STATE_WEIGHT),
                (int) fields.number(MailboxLayout.CGROUP_STATE_WEIGHT),
                text(fields, MailboxLayout.CGROUP_STATE_MAX, MailboxLayout.CGROUP_STATE_CPUS),
                text(fields, MailboxLayout.CGROUP_STATE_CPUS, MailboxLayout.CGROUP_STATE_EFFECTIVE_CPUS),
                text(fields, MailboxLayout.CGROUP_STATE_EFFECTIVE_CPUS, MailboxLayout.CGROUP_STATE_CPU_STAT),
                (int) fields.number(MailboxLayout.CGROUP_STATE_TASKS),
                fields.number(MailboxLayout.CGROUP_STATE_FROZEN) != 0,
                numbers(text(fields, MailboxLayout.CGROUP_STATE_CPU_STAT, MailboxLayout.CGROUP_STATE_SIZE)));
    }

    private static String text(Fields fields, int from, int to) {
        return fields.text(from, to - from);
    }

    private static Map<String, Long> numbers(String text) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        text.lines()
                .map(line -> line.split(" ", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> numbers.put(parts[0], Long.parseLong(parts[1])));
        return numbers;
    }
}
