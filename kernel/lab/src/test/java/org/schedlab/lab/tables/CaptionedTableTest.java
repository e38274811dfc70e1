package org.schedlab.lab.tables;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

final class CaptionedTableTest {
    private static final String HERE = "at 1.000000 s of guest time · scheduler: EEVDF · Linux 6.18";
    private static final String LATER = "at 2.000000 s of guest time · scheduler: fifo · Linux 6.18";

    @BeforeAll
    static void initialize() {
        ColumnTypes.initialize();
    }

    private static CaptionedTable workers(String measured, int... pids) {
        var comm = StringColumn.create("comm");
        for (int pid : pids) {
            comm.append("w" + pid % 2);
        }
        return CaptionedTable.counted("workers", measured, IntColumn.create("pid", pids), comm);
    }

    @Test
    void countsItsRowsWhenItIsShown() {
        Table table = workers(HERE, 1, 2, 3);
        assertThat(table.name()).isEqualTo("workers: 3, " + HERE);
        assertThat(table.first(2).name()).isEqualTo("workers: 2 of 3, " + HERE);
        assertThat(table.where(table.intColumn("pid").isGreaterThan(2)).name()).isEqualTo("workers: 1 of 3, " + HERE);
        assertThat(table.dropWhere(table.intColumn("pid").isGreaterThan(1)).name())
                .isEqualTo("workers: 1 of 3, " + HERE);
        assertThat(table.first(2).first(1).name()).isEqualTo("workers: 1 of 3, " + HERE);
        assertThat(table.name()).isEqualTo("workers: 3, " + HERE);
    }

    @Test
    void othersInAnotherOrderOrWithFewerColumnsAreAllStill() {
        Table table = workers(HERE, 1, 2, 3);
        assertThat(table.sortDescendingOn("pid").name()).isEqualTo("workers: 3, " + HERE);
        assertThat(table.selectColumns("pid").name()).isEqualTo("workers: 3, " + HERE);
        assertThat(table.rejectColumns("pid").name()).isEqualTo("workers: 3, " + HERE);
        assertThat(table.rejectColumns("pid").columnNames()).containsExactly("comm");
        assertThat(table.copy().name()).isEqualTo("workers: 3, " + HERE);
    }

    @Test
    void rowsThatWereAppendedAreCountedAndSayWhereTheyComeFrom() {
        assertThat(workers(HERE, 1, 2, 3).append(workers(HERE, 4, 5)).name()).isEqualTo("workers: 5 = 3 + 2, " + HERE);
        Table both = workers(HERE, 1, 2, 3).append(workers(LATER, 4, 5));
        assertThat(both.name())
                .isEqualTo("workers: 5 = 3 (at 1.000000 s of guest time, scheduler: EEVDF)"
                        + " + 2 (at 2.000000 s of guest time, scheduler: fifo), Linux 6.18");
        assertThat(both.first(4).name()).startsWith("workers: 4 of 5 = 3 (at");
        assertThat(workers(HERE, 1, 2, 3).first(2).append(workers(HERE, 4)).name())
                .isEqualTo("workers: 3 = 2 of 3 + 1, " + HERE);
    }

    @Test
    void rowsOfAnotherKindAreCalledByTheirName() {
        Table table = workers(HERE, 1, 2)
                .append(CaptionedTable.counted(
                        "tasks", HERE, IntColumn.create("pid", new int[] {7}), StringColumn.create("comm", "x")));
        assertThat(table.name()).isEqualTo("rows: 3 = workers: 2 + tasks: 1, " + HERE);
        Table plain = Table.create("mine", IntColumn.create("pid", new int[] {7}), StringColumn.create("comm", "x"));
        assertThat(workers(HERE, 1, 2).append(plain).name())
                .startsWith("rows: 3 = workers: 2 (at")
                .endsWith("1 (mine)");
    }

    @Test
    void titlesAreCountedOnlyWhereRowsAreMissing() {
        Table table = CaptionedTable.titled("waits, over 5 ms", IntColumn.create("n", 1, 2, 3));
        assertThat(table.name()).isEqualTo("waits, over 5 ms");
        assertThat(table.last(1).name()).isEqualTo("1 of 3 rows · waits, over 5 ms");
    }

    @Test
    void groupsSayOfWhat() {
        assertThat(workers(HERE, 1, 2, 3).countBy("comm").name()).isEqualTo("by comm: workers: 3, " + HERE);
    }

    @Test
    void aNameOfOnesOwnStays() {
        Table table = workers(HERE, 1, 2, 3).setName("mine");
        assertThat(table.name()).isEqualTo("mine");
        assertThat(table.first(1).name()).isEqualTo("mine");
    }
}
