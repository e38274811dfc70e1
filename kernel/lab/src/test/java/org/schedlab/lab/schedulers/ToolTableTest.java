package org.schedlab.lab.schedulers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.lab.schedulers.ToolCell.Way;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ToolTableTest {
    @TempDir
    private Path folder;

    @Test
    void oneCellOfAPagesTableIsSetAndTheOthersStay() throws Exception {
        Path page = Files.writeString(folder.resolve("page.md"), """
                Before.

                | scheduler | 6.18.15, program | 7.3.4, program |
                | --- | --- | --- |
                | scx_a | yes: 1 knob | no: a/b |
                | scx_b | not tried again | yes |

                Behind.
                """);
        ToolTable table = ToolTable.of(page);
        table.set(new ToolCell("scx_b", Way.PROGRAM, "6.18.15"), "yes: 2 knobs");
        table.set(new ToolCell("scx_c", Way.SOURCES, "7.3.4"), "no");
        assertThat(table.lines()).containsExactly("""
                | scheduler | 6.18.15, program | 7.3.4, program | 7.3.4, BPF from sources |
                | --- | --- | --- | --- |
                | scx_a | yes: 1 knob | no: a/b | not tried |
                | scx_b | yes: 2 knobs | yes | not tried |
                | scx_c | not tried | not tried | no |
                """.split("\n"));
    }

    @Test
    void cellsAreNamedBySchedulerWayAndKernel() {
        List<ToolChoice> cells = ToolChoice.list("scx_a, scx_b/sources,scx_c/program@7.3.4");
        assertThat(means(cells, "scx_a", Way.PROGRAM, "6.18.15")).isTrue();
        assertThat(means(cells, "scx_b", Way.PROGRAM, "7.3.4")).isFalse();
        assertThat(means(cells, "scx_b", Way.SOURCES, "7.3.4")).isTrue();
        assertThat(means(cells, "scx_c", Way.PROGRAM, "7.3.4")).isTrue();
        assertThat(means(cells, "scx_c", Way.PROGRAM, "7.3.40")).isFalse();
        assertThatThrownBy(() -> ToolChoice.list("scx_a/source"))
                .hasMessageContaining("no cell of the table: scx_a/source");
    }

    private static boolean means(List<ToolChoice> cells, String name, Way way, String version) {
        return cells.stream().anyMatch(each -> each.means(new ToolCell(name, way, version)));
    }
}
