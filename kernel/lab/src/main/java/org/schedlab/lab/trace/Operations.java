package org.schedlab.lab.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What the operations of the BPF scheduler in charge cost.
final class Operations {
    private Operations() {}

    static Table table(Recording recording) {
        Map<String, List<Long>> costs = new TreeMap<>();
        recording.forEach(event -> {
            if (event instanceof SchedEvent.OpCalled call) {
                costs.computeIfAbsent(call.op(), _ -> new ArrayList<>()).add(call.instructions());
            }
        });
        var name = StringColumn.create("operation");
        var calls = LongColumn.create("calls");
        var median = LongColumn.create("p50 [instructions]");
        var high = LongColumn.create("p99 [instructions]");
        var most = LongColumn.create("max [instructions]");
        var sum = LongColumn.create("sum [instructions]");
        costs.forEach((op, values) -> {
            Percentiles sorted = Percentiles.of(values);
            name.append(op);
            calls.append(sorted.count());
            median.append(sorted.at(50));
            high.append(sorted.at(99));
            most.append(sorted.at(100));
            sum.append(sorted.sum());
        });
        return CaptionedTable.titled(
                "operations of the scheduler, over "
                        + recording.interval().caption()
                        + " · instructions that the CPU executed from the program's first to its last, the kernel's"
                        + " functions that it calls included; calls that had not ended are left out",
                name,
                calls,
                median,
                high,
                most,
                sum);
    }
}
