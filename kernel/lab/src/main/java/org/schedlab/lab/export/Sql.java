package org.schedlab.lab.export;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

import org.schedlab.lab.tables.ColumnTypes;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// SQL over tables, by DuckDB in this JVM's memory. An optional part: `./schedlab sql fetch` sets it up;
/// nothing else needs it, and nothing is downloaded here.
///
/// Column names are those of the tables; one with spaces or brackets is written `"guest time [ms]"`. Whole numbers
/// stay whole: times in ns are `BIGINT`, their sums too. It takes 2 GiB of memory
/// at most, and leaves no files. Thread-safe: one query at a time.
public final class Sql implements AutoCloseable {
    private static final Duration USUAL_DEADLINE = Duration.ofMinutes(2);

    private final Connection connection;
    private final Map<String, Table> tables;

    private Sql(Connection connection, Map<String, Table> tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /// Copies tables into a new database.
    ///
    /// @param tables by the names that queries give them
    /// @throws LabException DuckDB is not set up, or a table cannot be one of a database's
    public static Sql over(Map<String, Table> tables) {
        return over(tables, Folders.ofUser());
    }

    static Sql over(Map<String, Table> tables, Folders folders) {
        ColumnTypes.initialize();
        Sql sql = new Sql(DuckDb.open(folders), new TreeMap<>(tables));
        for (Map.Entry<String, Table> each : sql.tables.entrySet()) {
            try {
                DuckDbRows.put(sql.connection, each.getKey(), each.getValue());
            } catch (SQLException e) {
                sql.close();
                throw new LabException(
                        LabException.asked("the table %s cannot be put into a database".formatted(each.getKey()))
                                .found(firstLine(e))
                                .available(columns(each.getKey(), each.getValue()))
                                .remedy("see whether two columns differ by capitals only: in SQL they have one name")
                                .text(),
                        e);
            }
        }
        return sql;
    }

    /// Runs one statement, most often a `select`, in DuckDB's dialect; for two minutes at most.
    ///
    /// @return its rows; the table's name is the statement
    /// @throws LabException the statement is wrong; the message has DuckDB's words and lists the columns
    public Table query(String statement) {
        return query(statement, USUAL_DEADLINE);
    }

    /// Runs one statement, which must end before a deadline. An interrupt of this thread ends it too.
    ///
    /// @param deadline in host time
    /// @throws LabException as [#query(String)]; or it did not end in time
    public synchronized Table query(String statement, Duration deadline) {
        try (Statement running = connection.createStatement()) {
            return BoundedQuery.run(running, statement, deadline);
        } catch (SQLException e) {
            StringJoiner known = new StringJoiner("; ");
            tables.forEach((name, table) -> known.add(columns(name, table)));
            throw new LabException(
                    LabException.asked("this query failed: " + statement)
                            .found(firstLine(e))
                            .available(known.toString())
                            .remedy("names with spaces, brackets or capitals that matter stand in double quotes")
                            .text(),
                    e);
        }
    }

    /// Gives up the memory. A query after it fails.
    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new LabException("the database does not close: " + firstLine(e), e);
        }
    }

    /// Writes a file that is not there yet.
    static void writeParquet(Table table, Path file) {
        try (Sql sql = over(Map.of("written", table));
                Statement statement = sql.connection.createStatement()) {
            statement.execute("COPY written TO %s (FORMAT parquet, KV_METADATA {caption: %s})"
                    .formatted(literal(file.toString()), literal(table.name() == null ? "" : table.name())));
        } catch (SQLException e) {
            throw new LabException(
                    LabException.asked("DuckDB cannot write the table to " + file)
                            .found(firstLine(e))
                            .remedy("name a file in a folder that you may write and that has room")
                            .text(),
                    e);
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String columns(String name, Table table) {
        StringJoiner columns = new StringJoiner(", ", name + "(", ")");
        table.columnNames().forEach(each -> columns.add(DuckDbRows.quoted(each)));
        return columns.toString();
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
