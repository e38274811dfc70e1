package org.schedlab.lab.tables;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.CategoricalColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.table.Relation;

/// A Tablesaw table whose name is made when it is asked for: it counts the rows that are there then, says
/// of how many they are a part, and what of them comes from where. A table that is derived from it by
/// Tablesaw's own means, filtered, sorted, cut or appended to another, is one too. As thread-safe as any
/// table of Tablesaw's.
public final class CaptionedTable extends Table {
    private Caption caption;
    private @Nullable String ownName;

    private CaptionedTable(Caption caption, Collection<Column<?>> columns) {
        super("", columns);
        this.caption = caption;
    }

    /// Rows that are counted: `workers: 6, at 1.5 s of guest time · …`.
    ///
    /// @param things what a row is, in the plural
    /// @param measured where and when, as [org.schedlab.lab.MeasuredAt#caption()] says it
    public static CaptionedTable counted(String things, String measured, Column<?>... columns) {
        return counted(things, columns.length == 0 ? 0 : columns[0].size(), measured, columns);
    }

    /// Rows that are some of more that there are: `migrations: 64 of 90, at …`.
    ///
    /// @param of how many there are
    public static CaptionedTable counted(String things, int of, String measured, Column<?>... columns) {
        int rows = columns.length == 0 ? 0 : columns[0].size();
        return new CaptionedTable(Caption.counted(things, rows, of, measured), List.of(columns));
    }

    /// Rows whose number says nothing. As long as all are there the caption is the title.
    public static CaptionedTable titled(String title, Column<?>... columns) {
        int rows = columns.length == 0 ? 0 : columns[0].size();
        return new CaptionedTable(Caption.titled(title, rows), List.of(columns));
    }

    /// As [#titled(String, Column[])].
    public static CaptionedTable titled(String title, Collection<? extends Column<?>> columns) {
        return titled(title, columns.toArray(Column<?>[]::new));
    }

    private CaptionedTable of(Collection<Column<?>> columns) {
        CaptionedTable derived = new CaptionedTable(caption, columns);
        derived.ownName = ownName;
        return derived;
    }

    private CaptionedTable of(Table derived) {
        return of(derived.columns());
    }

    /// The caption, of the rows that are there now.
    @Override
    public String name() {
        return ownName == null ? caption.text(rowCount()) : ownName;
    }

    @Override
    public Table setName(String name) {
        ownName = name;
        return this;
    }

    @Override
    public Table append(Relation other) {
        Caption others = other instanceof CaptionedTable captioned && captioned.ownName == null
                ? captioned.caption
                : Caption.titled(String.valueOf(other.name()), other.rowCount());
        Caption both = caption.and(rowCount(), others, other.rowCount());
        Table _ = super.append(other);
        caption = both;
        return this;
    }

    @Override
    public CaptionedTable copy() {
        return of(columns().stream().<Column<?>>map(Column::copy).toList());
    }

    @Override
    public CaptionedTable emptyCopy() {
        return of(columns().stream().<Column<?>>map(Column::emptyCopy).toList());
    }

    @Override
    public CaptionedTable emptyCopy(int rowSize) {
        return of(columns().stream()
                .<Column<?>>map(column -> column.emptyCopy(rowSize))
                .toList());
    }

    @Override
    public Table reorderColumns(String... columnNames) {
        return of(super.reorderColumns(columnNames));
    }

    @Override
    public Table selectColumns(Column<?>... columns) {
        return of(super.selectColumns(columns));
    }

    @Override
    public Table selectColumns(String... columnNames) {
        return of(super.selectColumns(columnNames));
    }

    @Override
    public Table selectColumns(int... columnIndexes) {
        return of(super.selectColumns(columnIndexes));
    }

    @Override
    public Table rejectColumns(int... columnIndexes) {
        return of(super.rejectColumns(columnIndexes));
    }

    @Override
    public Table countBy(CategoricalColumn<?>... groupingColumns) {
        return super.countBy(groupingColumns)
                .setName(
                        counted(Arrays.stream(groupingColumns).map(Column::name).toArray(String[]::new)));
    }

    @Override
    public Table countBy(String... categoricalColumnNames) {
        return super.countBy(categoricalColumnNames).setName(counted(categoricalColumnNames));
    }

    private String counted(String... by) {
        return "by %s: %s".formatted(String.join(", ", by), name());
    }
}
