package org.schedlab.lab.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TableFilesTest {
    @TempDir
    private Path folder;

    @Test
    void csvKeepsDigitsAndGaps() {
        assertThat(TableFiles.write(SampleTables.ofEveryType(), folder.resolve("t.csv")))
                .hasContent("""
                        comm,ns,CPU,share,held,small,when
                        plain,9007199254740993,3,0.1,true,7,2026-01-02
                        "a, ""quoted""
                        comm",-1,,NaN,,,
                        ,,0,-0.0,false,-8,2026-12-31
                        """.replace("NaN", ""));
    }

    @Test
    void jsonHasAnObjectForEachRow() throws Exception {
        Path file = TableFiles.write(SampleTables.ofEveryType(), folder.resolve("t.json"));
        assertThat(Files.readString(file)).isEqualTo("""
                [
                {"comm":"plain","ns":9007199254740993,"CPU":3,"share":0.1,"held":true,"small":7,"when":"2026-01-02"},
                {"comm":"a, \\"quoted\\"\\ncomm","ns":-1,"CPU":null,"share":null,"held":null,"small":null,"when":null},
                {"comm":null,"ns":null,"CPU":0,"share":-0.0,"held":false,"small":-8,"when":"2026-12-31"}]
                """);
    }

    @Test
    void aTableWithoutRowsIsAFileToo() throws Exception {
        Table empty = SampleTables.ofEveryType().emptyCopy();
        assertThat(TableFiles.csv(empty, folder.resolve("t.csv"))).hasContent("comm,ns,CPU,share,held,small,when\n");
        assertThat(Files.readString(TableFiles.json(empty, folder.resolve("t.json"))))
                .isEqualTo("[]\n");
    }

    @Test
    void anotherEndingIsRefused() {
        assertThatThrownBy(() -> TableFiles.write(SampleTables.ofEveryType(), folder.resolve("t.xlsx")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining(".csv, .json, .parquet");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void withoutDuckDbSqlSaysWhatToRun() {
        Folders folders = new Folders(folder, folder);
        assertThatThrownBy(() -> Sql.over(Map.of("t", SampleTables.ofEveryType()), folders))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("there is no " + folder.resolve("sql/duckdb_jdbc-"))
                .hasMessageContaining("./schedlab sql fetch");
    }

    @Test
    void aFileThatIsNoDuckDbSaysSo() throws Exception {
        Folders folders = new Folders(folder, folder);
        Files.createDirectories(DuckDb.jar(folders).getParent());
        Files.writeString(DuckDb.jar(folders), "not a jar");
        assertThatThrownBy(() -> Sql.over(Map.of(), folders))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("DuckDB cannot be loaded")
                .hasMessageContaining("remove that file");
    }
}
