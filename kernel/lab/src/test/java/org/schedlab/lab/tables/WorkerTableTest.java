package org.schedlab.lab.tables;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.work.Ending;
import org.schedlab.guest.work.Gap;
import org.schedlab.guest.work.Latencies;
import org.schedlab.guest.work.Refills;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerTableTest {
    private static final WorkerReport WITHOUT = report(Optional.empty());

    @Test
    void refillsStandThereIfSomebodyHasAWorkingSet() {
        Table table = WorkerTable.of(List.of(report(Optional.of(new Refills(3, 1_500_000))), WITHOUT), "then");

        assertThat(table.longColumn("refills").get(0)).isEqualTo(3);
        assertThat(table.doubleColumn("refill [ms]").get(0)).isEqualTo(1.5);
        assertThat(table.longColumn("refills").isMissing(1)).isTrue();
        assertThat(table.doubleColumn("refill [ms]").isMissing(1)).isTrue();
    }

    @Test
    void withoutThatThereAreNone() {
        assertThat(WorkerTable.of(List.of(WITHOUT), "then").columnNames()).doesNotContain("refills", "refill [ms]");
    }

    private static WorkerReport report(Optional<Refills> refills) {
        return new WorkerReport(
                new Worker(100, 1, "spin-0"),
                7,
                1,
                2,
                1,
                0,
                3,
                3,
                List.of(),
                List.of(0),
                new Gap(0, 0, 0),
                Latencies.NONE,
                refills,
                new Ending.Alive(),
                "");
    }
}
