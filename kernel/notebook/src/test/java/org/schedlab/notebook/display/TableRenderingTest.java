package org.schedlab.notebook.display;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

final class TableRenderingTest {
    private final Renderers renderers = new Renderers(new Renderer(), UnaryOperator.identity());

    private static Table runqueues() {
        DoubleColumn wait = DoubleColumn.create("wait_us", 1.25, 100.5);
        wait.appendMissing();
        return Table.create(
                "runqueues at 1.5 s <6.18>",
                StringColumn.create("cpu", "0", "1", "all & more"),
                IntColumn.create("nr_running", 3, 12, 15),
                wait);
    }

    @Test
    void textIsAlignedWithNumbersToTheRight() {
        assertThat(TableText.of(runqueues())).isEqualTo("""
                        runqueues at 1.5 s <6.18>
                        cpu         nr_running  wait_us
                        ----------  ----------  -------
                        0                    3     1.25
                        1                   12   100.50
                        all & more          15""");
    }

    @Test
    void htmlHasCaptionAlignmentAndNoColourOfItsOwn() {
        String html = TableHtml.of(runqueues());
        assertThat(html)
                .startsWith("<div style=")
                .contains("<table class=\"dataframe\"")
                .contains(">runqueues at 1.5 s &lt;6.18&gt;</div>")
                .contains(">all &amp; more</td>")
                .containsPattern("<td style=\"[^\"]*text-align:right[^\"]*tabular-nums[^\"]*\">100.50</td>")
                .containsPattern("<th style=\"[^\"]*text-align:left[^\"]*\">cpu</th>")
                .doesNotContain("black", "white;color", "#000", "#fff");
    }

    @Test
    void longTablesAreCutAndSayHowLongTheyAre() {
        Table table = Table.create(
                "long", IntColumn.create("n", IntStream.range(0, 1234).toArray()));
        assertThat(TableText.of(table).lines().toList())
                .hasSize(1 + 2 + 50 + 1 + 10 + 1)
                .contains("  49", "…", "1224")
                .doesNotContain("  50", "1223")
                .last()
                .isEqualTo("1,234 rows: the first 50 and the last 10 are shown");
        assertThat(TableHtml.of(table)).contains("1,234 rows: the first 50 and the last 10 are shown");
    }

    @Test
    void thousandsAreToldApartButNotInNames() {
        Table table = Table.create(
                "n",
                IntColumn.create("pid", 40_000, 1),
                LongColumn.create("run [ns]", 12_345_678, 5),
                DoubleColumn.create("CPU time [ms]", 12_345.5, 1),
                IntColumn.create("timeslices", 9_999, 1));
        assertThat(TableText.of(table)).contains("40000  12,345,678       12,345.5        9999");
    }

    @Test
    void columnsWithoutAValueAreLeftOutAndNamed() {
        DoubleColumn none = DoubleColumn.create("wake p50 [µs]");
        none.appendMissing();
        none.appendMissing();
        Table table =
                Table.create("workers", IntColumn.create("pid", 1, 2), none, StringColumn.create("reason", "", ""));
        assertThat(TableText.of(table)).isEqualTo("""
                        workers · without a value, left out: wake p50 [µs], reason
                        pid
                        ---
                          1
                          2""");
        assertThat(TableHtml.of(table))
                .contains("left out: wake p50 [µs], reason")
                .doesNotContain("<td style=\"\"></td>");
    }

    @Test
    void hashesAreShortWithTheRestUnderTheMouse() {
        String hash = "0123456789abcdef".repeat(4);
        Table table = Table.create("checkpoints", StringColumn.create("state hash", hash));
        assertThat(TableHtml.of(table)).contains("title=\"" + hash + "\">0123456789ab…</td>");
        assertThat(TableText.of(table)).contains(hash);
    }

    @Test
    void wideTablesScrollAndNoLineEndsWithinAName() {
        IntColumn[] many = IntStream.range(0, 30)
                .mapToObj(n -> IntColumn.create("a long name " + n, new int[] {100_000_000}))
                .toArray(IntColumn[]::new);
        assertThat(TableHtml.of(Table.create("wide", many)))
                .contains("overflow-x:auto", "30 columns: where the page is narrower, the table scrolls sideways");
        String narrow = TableHtml.of(Table.create("on 6.18-cloud", StringColumn.create("comm", "work-0")));
        assertThat(narrow)
                .doesNotContain("scrolls sideways")
                .contains("<span style=\"white-space:nowrap;\">6.18-cloud</span>")
                .containsPattern("<td style=\"[^\"]*white-space:nowrap;[^\"]*\">work-0</td>");
    }

    @Test
    void wholeNumbersStayWholeAndLargeOnesExact() {
        Table table = Table.create(
                "n",
                LongColumn.create("address", Long.MAX_VALUE, -1),
                DoubleColumn.create("whole", 2, 3),
                DoubleColumn.create("tiny", 1e-7, 2e-7));
        assertThat(TableText.of(table))
                .contains("9223372036854775807      2  1.00000e-07")
                .contains("                 -1      3  2.00000e-07");
    }

    @Test
    void emptyTablesShowTheirColumns() {
        assertThat(TableText.of(Table.create("none", IntColumn.create("pid")))).isEqualTo("none\npid\n---");
    }

    @Test
    void whatIsTabularIsShownAsItsTable() {
        DisplayData data = renderers.render((Tabular) TableRenderingTest::runqueues);
        assertThat(data.getData(MIMEType.TEXT_HTML)).isEqualTo(TableHtml.of(runqueues()));
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo(TableText.of(runqueues()));
    }
}
