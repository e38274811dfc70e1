package org.schedlab.lab.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

/// SQL and Parquet by the real DuckDB.
class SqlIT {
    @TempDir
    private Path folder;

    @BeforeAll
    static void duckDbIsHere() {
        assumeThat(DuckDb.jar(Folders.ofUser()))
                .as("not tested: DuckDB is not set up (./schedlab sql fetch)")
                .isRegularFile();
    }

    @Test
    void typesDigitsAndGapsComeBack() {
        try (Sql sql = Sql.over(Map.of("t", SampleTables.ofEveryType()))) {
            assertEveryType(sql.query("select * from t"));
        }
    }

    @Test
    void sumsOfNanosecondsAreWhole() {
        Table waits = SampleTables.waits(100_000);
        try (Sql sql = Sql.over(Map.of("waits", waits))) {
            Table sums = sql.query("""
                    select cpu, count(*) as n, sum("wait [ns]") as total, max("at [ns]") as latest
                    from waits group by cpu order by cpu
                    """);
            assertThat(sums.columnNames()).containsExactly("cpu", "n", "total", "latest");
            assertThat(sums.longColumn("n").asList()).containsOnly(12_500L);
            assertThat(sums.longColumn("total").asList())
                    .containsExactly(waits.splitOn("cpu").asTableList().stream()
                            .map(each -> each.longColumn("wait [ns]").asList().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                            .toArray(Long[]::new));
            assertThat(sums.longColumn("latest").get(7)).isEqualTo((1L << 53) + 99_999);
        }
    }

    @Test
    void tablesAreJoined() {
        Table names =
                Table.create("names", IntColumn.create("cpu", new int[] {0, 1}), StringColumn.create("core", "a", "b"));
        try (Sql sql = Sql.over(Map.of("waits", SampleTables.waits(16), "names", names))) {
            Table joined =
                    sql.query("select n.core, w.cpu, n.cpu from waits w join names n using (cpu) order by w.cpu");
            assertThat(joined.columnNames()).containsExactly("core", "cpu", "cpu (2)");
            assertThat(joined.stringColumn("core").asList()).containsExactly("a", "a", "b", "b");
        }
    }

    @Test
    void aNumberBeyondALongIsRefused() {
        try (Sql sql = Sql.over(Map.of())) {
            assertThatThrownBy(() -> sql.query("select 9223372036854775808::hugeint as much"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("9223372036854775808 in column much needs more than 64 bits");
            assertThat(sql.query("select 18446744073709551615::ubigint::double as d")
                            .doubleColumn("d")
                            .get(0))
                    .isEqualTo(0x1p64);
        }
    }

    @Test
    void aWrongQueryNamesWhatThereIs() {
        try (Sql sql = Sql.over(Map.of("waits", SampleTables.waits(1)))) {
            assertThatThrownBy(() -> sql.query("select wiat from waits"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("this query failed: select wiat from waits")
                    .hasMessageContaining("waits(\"waiting task\", \"cpu\", \"wait [ns]\", \"at [ns]\")");
        }
    }

    private static final String ENDLESS =
            "select count(*) from range(1000000) a, range(1000000) b where (a.range * b.range) % 7 = 3";

    @Test
    void aQueryThatDoesNotEndIsEnded() {
        try (Sql sql = Sql.over(Map.of())) {
            assertThatThrownBy(() -> sql.query(ENDLESS, Duration.ofMillis(300)))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessageContaining("timed out after 0.3 s waiting for this query to end: " + ENDLESS);
            assertThat(sql.query("select 1 as one").intColumn("one").get(0)).isEqualTo(1);
        }
    }

    @Test
    void anInterruptEndsAQuery() {
        try (Sql sql = Sql.over(Map.of())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> sql.query(ENDLESS))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("the query was stopped");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(sql.query("select 1 as one").intColumn("one").get(0)).isEqualTo(1);
        }
    }

    @Test
    void memoryIsBoundedAndNothingIsDownloaded() {
        try (Sql sql = Sql.over(Map.of())) {
            Table settings = sql.query("""
                    select name, value from duckdb_settings()
                    where name in ('memory_limit', 'temp_directory', 'autoinstall_known_extensions') order by name
                    """);
            assertThat(settings.stringColumn("value").asList()).containsExactly("false", "2.0 GiB", "");
        }
    }

    @Test
    void aParquetFileHoldsTypesAndCaption() throws Exception {
        Path file = TableFiles.write(SampleTables.ofEveryType(), folder.resolve("it's.parquet"));
        assertThat(Files.readAllBytes(file)).startsWith('P', 'A', 'R', '1').endsWith('P', 'A', 'R', '1');
        String quoted = "'" + file.toString().replace("'", "''") + "'";
        try (Sql sql = Sql.over(Map.of())) {
            assertEveryType(sql.query("select * from " + quoted));
            Table caption = sql.query(
                    "select decode(value) as v from parquet_kv_metadata(" + quoted + ") where decode(key) = 'caption'");
            assertThat(caption.stringColumn("v").asList()).containsExactly("every type, 'quoted'");
            assertThat(sql.query("select name, type from parquet_schema(" + quoted + ") where name = 'ns'")
                            .stringColumn("type")
                            .asList())
                    .containsExactly("INT64");
        }
    }

    @Test
    void equalTablesGiveEqualParquetFiles() {
        Table waits = SampleTables.waits(300_000);
        Path first = TableFiles.parquet(waits, folder.resolve("first.parquet"));
        assertThat(TableFiles.parquet(waits.copy(), folder.resolve("second.parquet")))
                .hasSameBinaryContentAs(first);
        try (Sql sql = Sql.over(Map.of())) {
            Table back = sql.query("select count(*) n, sum(\"wait [ns]\") s from '" + first + "'");
            assertThat(back.longColumn("n").get(0)).isEqualTo(300_000);
            assertThat(back.longColumn("s").get(0)).isEqualTo(3L * 300_000 * 299_999 / 2);
        }
    }

    private static void assertEveryType(Table back) {
        Table table = SampleTables.ofEveryType();
        assertThat(back.columnNames()).isEqualTo(table.columnNames());
        assertThat(back.types())
                .isEqualTo(List.of(
                        ColumnType.STRING,
                        ColumnType.LONG,
                        ColumnType.INTEGER,
                        ColumnType.DOUBLE,
                        ColumnType.BOOLEAN,
                        ColumnType.INTEGER,
                        ColumnType.STRING));
        for (int row = 0; row < table.rowCount(); row++) {
            for (int column = 0; column < table.columnCount(); column++) {
                assertThat(back.column(column).isMissing(row))
                        .isEqualTo(table.column(column).isMissing(row));
                assertThat(back.getString(row, column)).isEqualTo(table.getString(row, column));
            }
        }
        assertThat(back.longColumn("ns").getLong(0)).isEqualTo(SampleTables.ODD);
    }

    /// The promise is a second on a quiet machine; five here, where others work too.
    @Test
    void aMillionRowsAreQueriedInTime() {
        Table waits = SampleTables.waits(1_000_000);
        long begin = System.nanoTime();
        try (Sql sql = Sql.over(Map.of("waits", waits))) {
            long loaded = System.nanoTime();
            Table worst = sql.query("""
                    select "waiting task", count(*) n, sum("wait [ns]") total, quantile_disc("wait [ns]", 0.99) p99
                    from waits group by all order by total desc limit 10
                    """);
            long queried = System.nanoTime();
            System.out.printf(
                    "a million rows: put in %d ms, queried in %d ms%n",
                    (loaded - begin) / 1_000_000, (queried - loaded) / 1_000_000);
            assertThat(worst.stringColumn("waiting task").get(0)).isEqualTo("worker-99");
            assertThat(worst.longColumn("total").get(0)).isEqualTo(3L * (99 * 10_000L + 100L * 9_999 * 10_000 / 2));
            assertThat(queried - loaded).isLessThan(5_000_000_000L);
        }
    }
}
