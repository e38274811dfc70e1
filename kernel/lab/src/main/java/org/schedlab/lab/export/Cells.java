package org.schedlab.lab.export;

import java.util.ArrayList;
import java.util.List;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// The cells of a table's column, each as what it is: a missing one is missing, whole numbers stay whole. Stateless.
sealed interface Cells {
    /// What the cells become. The same table gives the same calls.
    interface Sink<E extends Exception> {
        void missing() throws E;

        void whole(long value) throws E;

        /// A whole number of 32 bits or fewer.
        default void small(int value) throws E {
            whole(value);
        }

        void real(double value) throws E;

        void truth(boolean value) throws E;

        void text(String value) throws E;
    }

    /// The column that the cells are of.
    Column<?> column();

    /// The value of a cell that is not missing.
    <E extends Exception> void give(int row, Sink<E> sink) throws E;

    /// Gives the cell of a row.
    default <E extends Exception> void cell(int row, Sink<E> sink) throws E {
        if (column().isMissing(row)) {
            sink.missing();
        } else {
            give(row, sink);
        }
    }

    /// Of every column of a table.
    static List<Cells> of(Table table) {
        List<Cells> all = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            all.add(
                    switch (column) {
                        case LongColumn longs -> new Longs(longs);
                        case IntColumn ints -> new Ints(ints);
                        case ShortColumn shorts -> new Shorts(shorts);
                        case DoubleColumn doubles -> new Doubles(doubles);
                        case FloatColumn floats -> new Floats(floats);
                        case BooleanColumn booleans -> new Booleans(booleans);
                        default -> new Texts(column);
                    });
        }
        return all;
    }

    record Longs(LongColumn column) implements Cells {
        @Override
        public <E extends Exception> void give(int row, Sink<E> sink) throws E {
            sink.whole(column.getLong(row));
        }
    }

    record Ints(IntColumn column) implements Cells {
        @Override
        public <E extends Exception> void give(int row, Sink<E> sink) throws E {
            sink.small(column.getInt(row));
        }
    }

    record Shorts(ShortColumn column) implements Cells {
        @Override
        public <E extends Exception> void give(int row, Sink<E> sink) throws E {
            sink.small(column.getShort(row));
        }
    }

    record Doubles(DoubleColumn column) implements Cells {
        @Override
        public <E extends Exception> void give(int row, Sink<E> sink) throws E {
            sink.real(column.getDouble(row));
        }
    }

    record Floats(FloatColumn column) implements Cells {
        @Override
        public <E extends Exception> void give(int row, Sink<E> sink) throws E {
            sink.real(column.getFloat(row));
        }
    }

    record Booleans(BooleanColumn column) implements Cells {
        @Override
        public <E extends Exception> void give(int row, Sink<E> sink) throws E {
            sink.truth(column.get(row));
        }
    }

    /// Texts, and dates and times as they are written.
    record Texts(Column<?> column) implements Cells {
        @Override
        public <E extends Exception> void give(int row, Sink<E> sink) throws E {
            sink.text(column.getString(row));
        }
    }
}
