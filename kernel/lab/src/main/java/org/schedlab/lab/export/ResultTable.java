package org.schedlab.lab.export;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.schedlab.vm.LabException;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// The rows of a query as a table. Stateless.
final class ResultTable {
    private ResultTable() {}

    /// One column of the result, and how a row of it is added.
    private interface Filled {
        Column<?> column();

        /// Adds the value of the present row.
        void add(ResultSet rows, int index) throws SQLException;
    }

    static Table of(ResultSet rows, String name) throws SQLException {
        ResultSetMetaData about = rows.getMetaData();
        List<Filled> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            columns.add(column(about, i, free(about.getColumnLabel(i), names)));
        }
        while (rows.next()) {
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).add(rows, i + 1);
            }
        }
        return Table.create(name, columns.stream().map(Filled::column).toList());
    }

    /// Tables do not have two columns of one name; queries may.
    private static String free(String label, Set<String> taken) {
        String name = label;
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = label + " (" + i + ")";
        }
        return name;
    }

    private static Filled column(ResultSetMetaData about, int index, String name) throws SQLException {
        String type = about.getColumnTypeName(index);
        if (type.startsWith("DECIMAL")) {
            return about.getScale(index) == 0
                    ? new Wide(LongColumn.create(name))
                    : new Reals(DoubleColumn.create(name));
        }
        return switch (type) {
            case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT" -> new Ints(IntColumn.create(name));
            case "BIGINT", "UINTEGER" -> new Longs(LongColumn.create(name));
            case "HUGEINT", "UHUGEINT", "UBIGINT" -> new Wide(LongColumn.create(name));
            case "DOUBLE", "FLOAT" -> new Reals(DoubleColumn.create(name));
            case "BOOLEAN" -> new Truths(BooleanColumn.create(name));
            default -> new Texts(StringColumn.create(name));
        };
    }

    private record Ints(IntColumn column) implements Filled {
        @Override
        public void add(ResultSet rows, int index) throws SQLException {
            int value = rows.getInt(index);
            if (rows.wasNull()) {
                column.appendMissing();
            } else {
                column.append(value);
            }
        }
    }

    private record Longs(LongColumn column) implements Filled {
        @Override
        public void add(ResultSet rows, int index) throws SQLException {
            long value = rows.getLong(index);
            if (rows.wasNull()) {
                column.appendMissing();
            } else {
                column.append(value);
            }
        }
    }

    /// Whole numbers that may need more than 64 bits, as sums are, and do not here.
    private record Wide(LongColumn column) implements Filled {
        @Override
        public void add(ResultSet rows, int index) throws SQLException {
            Object value = rows.getObject(index);
            if (value == null) {
                column.appendMissing();
                return;
            }
            try {
                column.append(new BigDecimal(value.toString()).longValueExact());
            } catch (ArithmeticException _) {
                throw LabException.asked("the rows of this query do not fit a table")
                        .found(value + " in column " + column.name() + " needs more than 64 bits")
                        .remedy("cast it: sum(x)::double")
                        .exception();
            }
        }
    }

    private record Reals(DoubleColumn column) implements Filled {
        @Override
        public void add(ResultSet rows, int index) throws SQLException {
            double value = rows.getDouble(index);
            if (rows.wasNull()) {
                column.appendMissing();
            } else {
                column.append(value);
            }
        }
    }

    private record Truths(BooleanColumn column) implements Filled {
        @Override
        public void add(ResultSet rows, int index) throws SQLException {
            boolean value = rows.getBoolean(index);
            if (rows.wasNull()) {
                column.appendMissing();
            } else {
                column.append(value);
            }
        }
    }

    private record Texts(StringColumn column) implements Filled {
        @Override
        public void add(ResultSet rows, int index) throws SQLException {
            String value = rows.getString(index);
            if (value == null) {
                column.appendMissing();
            } else {
                column.append(value);
            }
        }
    }
}
