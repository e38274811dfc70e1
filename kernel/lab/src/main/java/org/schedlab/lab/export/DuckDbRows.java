package org.schedlab.lab.export;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

import tech.tablesaw.api.Table;

/// Puts tables into DuckDB by its appender, the only fast way in. The class is not there when schedlab is
/// compiled, so its methods are called by name. Not thread-safe.
final class DuckDbRows implements AutoCloseable, Cells.Sink<SQLException> {
    private final Object appender;
    private final MethodHandle beginRow;
    private final MethodHandle endRow;
    private final MethodHandle missing;
    private final MethodHandle whole;
    private final MethodHandle small;
    private final MethodHandle real;
    private final MethodHandle truth;
    private final MethodHandle text;

    /// Makes a table in the database and fills it.
    ///
    /// @param name of the table, any text
    static void put(Connection connection, String name, Table table) throws SQLException {
        List<Cells> columns = Cells.of(table);
        String declared = columns.stream()
                .map(each -> quoted(each.column().name()) + " " + type(each))
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + quoted(name) + " (" + declared + ")");
        }
        try (DuckDbRows rows = new DuckDbRows(connection, name)) {
            for (int row = 0; row < table.rowCount(); row++) {
                call(rows.beginRow);
                for (Cells column : columns) {
                    column.cell(row, rows);
                }
                call(rows.endRow);
            }
        }
    }

    /// A name as SQL takes any.
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String type(Cells column) {
        return switch (column) {
            case Cells.Longs _ -> "BIGINT";
            case Cells.Ints _, Cells.Shorts _ -> "INTEGER";
            case Cells.Doubles _, Cells.Floats _ -> "DOUBLE";
            case Cells.Booleans _ -> "BOOLEAN";
            case Cells.Texts _ -> "VARCHAR";
        };
    }

    private DuckDbRows(Connection connection, String name) throws SQLException {
        try {
            appender = connection
                    .getClass()
                    .getMethod("createAppender", String.class)
                    .invoke(connection, name);
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            beginRow = find(lookup, "beginRow");
            endRow = find(lookup, "endRow");
            missing = find(lookup, "appendNull");
            whole = find(lookup, "append", long.class);
            small = find(lookup, "append", int.class);
            real = find(lookup, "append", double.class);
            truth = find(lookup, "append", boolean.class);
            text = find(lookup, "append", String.class);
        } catch (ReflectiveOperationException e) {
            throw new SQLException("this DuckDB has another appender", e);
        }
    }

    private MethodHandle find(MethodHandles.Lookup lookup, String name, Class<?>... parameters)
            throws ReflectiveOperationException {
        return lookup.unreflect(appender.getClass().getMethod(name, parameters))
                .bindTo(appender)
                .asType(MethodType.methodType(void.class, parameters));
    }

    @Override
    public void missing() throws SQLException {
        call(missing);
    }

    @Override
    public void whole(long value) throws SQLException {
        try {
            whole.invokeExact(value);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    @Override
    public void small(int value) throws SQLException {
        try {
            small.invokeExact(value);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    @Override
    public void real(double value) throws SQLException {
        try {
            real.invokeExact(value);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    @Override
    public void truth(boolean value) throws SQLException {
        try {
            truth.invokeExact(value);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    @Override
    public void text(String value) throws SQLException {
        try {
            text.invokeExact(value);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    private static void call(MethodHandle method) throws SQLException {
        try {
            method.invokeExact();
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    private static SQLException thrown(Throwable e) {
        return switch (e) {
            case SQLException told -> told;
            case Error fatal -> throw fatal;
            default -> new SQLException(e);
        };
    }

    @Override
    public void close() throws SQLException {
        try {
            ((AutoCloseable) appender).close();
        } catch (Exception e) {
            throw thrown(e);
        }
    }
}
