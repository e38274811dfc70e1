package org.schedlab.lab.export;

import java.time.LocalDate;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Tables made by hand.
final class SampleTables {
    /// One more than what a double holds.
    static final long ODD = (1L << 53) + 1;

    private SampleTables() {}

    /// Three rows; each column has a missing value.
    static Table ofEveryType() {
        StringColumn comm = StringColumn.create("comm", "plain", "a, \"quoted\"\ncomm");
        comm.appendMissing();
        LongColumn ns = LongColumn.create("ns", ODD, -1);
        ns.appendMissing();
        IntColumn cpu = IntColumn.create("CPU", new int[] {3});
        cpu.appendMissing();
        cpu.append(0);
        DoubleColumn share = DoubleColumn.create("share", 0.1, Double.NaN, -0.0);
        BooleanColumn held = BooleanColumn.create("held");
        held.append(true).appendMissing().append(false);
        ShortColumn small = ShortColumn.create("small");
        small.append((short) 7).appendMissing().append((short) -8);
        DateColumn when = DateColumn.create("when");
        when.append(LocalDate.of(2026, 1, 2)).appendMissing().append(LocalDate.of(2026, 12, 31));
        return Table.create("every type, 'quoted'", comm, ns, cpu, share, held, small, when);
    }

    /// `waiting task`, `cpu` and `wait [ns]`: the row's number times 3, plus 2^53.
    static Table waits(int rows) {
        StringColumn task = StringColumn.create("waiting task");
        IntColumn cpu = IntColumn.create("cpu");
        LongColumn wait = LongColumn.create("wait [ns]");
        LongColumn at = LongColumn.create("at [ns]");
        for (int i = 0; i < rows; i++) {
            task.append("worker-" + i % 100);
            cpu.append(i % 8);
            wait.append(3L * i);
            at.append(1L << 53 | i);
        }
        return Table.create("waits", task, cpu, wait, at);
    }
}
