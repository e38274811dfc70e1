package org.schedlab.lab.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// A recording beside its replay. Stateless.
final class FidelityTable {
    private static final double MILLISECOND = 1e6;

    private FidelityTable() {}

    /// @param pids those of the replay by those of the recording
    static Table tasks(Model recorded, Model played, Map<Integer, Integer> pids, String caption) {
        var task = StringColumn.create("task");
        var pid = IntColumn.create("pid");
        var run = DoubleColumn.create("run recorded [ms]");
        var ran = DoubleColumn.create("run played [ms]");
        var off = DoubleColumn.create("difference [%]");
        var wakes = IntColumn.create("wake-ups recorded");
        var woken = IntColumn.create("wake-ups played");
        Map<Integer, SeenTask> byPid = new HashMap<>();
        played.tasks().forEach(each -> byPid.put(each.pid, each));
        List<SeenTask> ours = new ArrayList<>();
        for (SeenTask each : recorded.tasks()) {
            int itsPid = pids.getOrDefault(each.pid, 0);
            SeenTask mine = byPid.getOrDefault(itsPid, new SeenTask(new SeenEvent.Who(itsPid, each.name, each.prio)));
            ours.add(mine);
            task.append(each.name);
            pid.append(mine.pid);
            run.append(each.run / MILLISECOND);
            ran.append(mine.run / MILLISECOND);
            off.append(each.run == 0 ? 0 : 100.0 * (mine.run - each.run) / each.run);
            wakes.append(each.latencies.size());
            woken.append(mine.latencies.size());
        }
        Table table = CaptionedTable.counted("tasks of the replay", caption, task, pid, run, ran, off, wakes, woken);
        ModelTable.latencies(" recorded", recorded.tasks()).forEach(table::addColumns);
        ModelTable.latencies(" played", ours).forEach(table::addColumns);
        return table;
    }

    static Table order(Model recorded, Model played, Map<Integer, Integer> pids, String caption) {
        var cpu = IntColumn.create("CPU");
        var one = IntColumn.create("switches recorded");
        var other = IntColumn.create("switches played");
        var common = IntColumn.create("in the same order");
        var percent = DoubleColumn.create("equal [%]");
        var cpus = new TreeSet<>(recorded.order().keySet());
        cpus.addAll(played.order().keySet());
        for (int each : cpus) {
            List<Integer> first = recorded.order().getOrDefault(each, List.of()).stream()
                    .map(pids::get)
                    .toList();
            List<Integer> second = played.order().getOrDefault(each, List.of());
            cpu.append(each);
            one.append(first.size());
            other.append(second.size());
            common.append(SwitchOrder.common(first, second));
            percent.append(SwitchOrder.percent(first, second));
        }
        return CaptionedTable.counted("CPUs of the replay", caption, cpu, one, other, common, percent);
    }
}
