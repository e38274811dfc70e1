package org.schedlab.lab.tables;

import java.util.List;
import java.util.Map;

import org.schedlab.guest.cgroup.CgroupState;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// cgroups as tables. Stateless; safe to share.
public final class CgroupTable {
    private CgroupTable() {}

    /// Columns: `path`, `weight` (`cpu.weight`), `max` (`cpu.max`, µs in each µs), `cpuset` (as
    /// granted), `tasks` (in the cgroup itself), `frozen`, `CPU time [ms]` and `throttled [ms]` (with those
    /// below it, since it was made). The root is the row `/`.
    ///
    /// @param caption where and when it was measured
    public static Table of(List<CgroupState> cgroups, String caption) {
        var path = StringColumn.create("path");
        var weight = IntColumn.create("weight");
        var max = StringColumn.create("max");
        var cpuset = StringColumn.create("cpuset");
        var tasks = IntColumn.create("tasks");
        var frozen = BooleanColumn.create("frozen");
        var usage = DoubleColumn.create("CPU time [ms]");
        var throttled = DoubleColumn.create("throttled [ms]");
        for (CgroupState each : cgroups) {
            path.append("/" + each.path());
            if (each.weight() == 0) {
                weight.appendMissing();
            } else {
                weight.append(each.weight());
            }
            max.append(each.max());
            cpuset.append(each.effectiveCpus());
            tasks.append(each.tasks());
            frozen.append(each.frozen());
            usage.append(each.usageMicros() / 1e3);
            throttled.append(each.throttledMicros() / 1e3);
        }
        return CaptionedTable.counted("cgroups", caption, path, weight, max, cpuset, tasks, frozen, usage, throttled);
    }

    /// Columns: `name`, `value`: the lines of `cpu.stat`; names that end in `_usec` are µs.
    ///
    /// @param caption where and when it was measured
    public static Table stat(CgroupState cgroup, String caption) {
        var name = StringColumn.create("name");
        var value = LongColumn.create("value");
        cgroup.cpuStat().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(each -> {
            name.append(each.getKey());
            value.append(each.getValue());
        });
        return CaptionedTable.titled("cpu.stat of /%s, %s".formatted(cgroup.path(), caption), name, value);
    }
}
