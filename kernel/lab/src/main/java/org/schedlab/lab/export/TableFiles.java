package org.schedlab.lab.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// Writes any table as a file. Whole numbers, times in ns among them, stay whole to the last digit; equal
/// tables give equal bytes. An existing file is replaced. Stateless.
public final class TableFiles {
    private TableFiles() {}

    /// Writes what the file's name ends in: `.csv`, `.json` or `.parquet`.
    ///
    /// @return the file
    /// @throws LabException the name ends in something else, or the file cannot be written
    public static Path write(Table table, Path file) {
        String name = String.valueOf(file.getFileName());
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "csv" -> csv(table, file);
            case "json" -> json(table, file);
            case "parquet" -> parquet(table, file);
            default ->
                throw LabException.asked("a table cannot be written to " + file)
                        .found("its name ends in neither of those that are known")
                        .available(".csv, .json, .parquet")
                        .remedy("name the file so, or call csv, json or parquet")
                        .exception();
        };
    }

    /// Comma-separated values (RFC 4180, but with line feeds alone), UTF-8, column names first; a missing value is
    /// empty.
    ///
    /// @return the file
    /// @throws LabException it cannot be written; nothing is left of it
    public static Path csv(Table table, Path file) {
        return WholeFile.write("the table", file, stream -> {
            try (Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8))) {
                CsvLine line = new CsvLine(writer);
                for (String name : table.columnNames()) {
                    line.text(name);
                }
                line.end();
                List<Cells> columns = Cells.of(table);
                for (int row = 0; row < table.rowCount(); row++) {
                    for (Cells column : columns) {
                        column.cell(row, line);
                    }
                    line.end();
                }
            }
        });
    }

    /// An array with an object for each row, UTF-8; a missing value is `null`.
    ///
    /// @return the file
    /// @throws LabException it cannot be written; nothing is left of it
    public static Path json(Table table, Path file) {
        return WholeFile.write("the table", file, stream -> {
            try (JsonGenerator json = new JsonFactory().createGenerator(stream)) {
                json.setPrettyPrinter(new LineForEachObject());
                JsonCell cell = new JsonCell(json);
                List<Cells> columns = Cells.of(table);
                json.writeStartArray();
                for (int row = 0; row < table.rowCount(); row++) {
                    json.writeStartObject();
                    for (Cells column : columns) {
                        json.writeFieldName(column.column().name());
                        column.cell(row, cell);
                    }
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeRaw('\n');
            }
        });
    }

    /// Apache Parquet; the table's name, its caption, is in the file's metadata as `caption`. Needs DuckDB, as [Sql]
    /// does.
    ///
    /// @return the file
    /// @throws LabException DuckDB is not set up, or the file cannot be written
    public static Path parquet(Table table, Path file) {
        return WholeFile.make("the table", file, unfinished -> Sql.writeParquet(table, unfinished));
    }

    private static final class LineForEachObject extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1L;

        @Override
        public void beforeArrayValues(JsonGenerator json) throws IOException {
            json.writeRaw('\n');
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(",\n");
        }
    }

    private record JsonCell(JsonGenerator json) implements Cells.Sink<IOException> {
        @Override
        public void missing() throws IOException {
            json.writeNull();
        }

        @Override
        public void whole(long value) throws IOException {
            json.writeNumber(value);
        }

        /// Infinities become texts: JSON has no numbers for them.
        @Override
        public void real(double value) throws IOException {
            json.writeNumber(value);
        }

        @Override
        public void truth(boolean value) throws IOException {
            json.writeBoolean(value);
        }

        @Override
        public void text(String value) throws IOException {
            json.writeString(value);
        }
    }
}
