package org.schedlab.notebook.display;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import tech.tablesaw.api.Table;

/// A table as aligned text: caption, header, rule, rows.
final class TableText {
    private static final String GAP = "  ";

    private TableText() {}

    static String of(Table table) {
        TableView view = TableView.of(table);
        int[] widths = view.columns().stream().mapToInt(TableText::width).toArray();
        StringBuilder text = new StringBuilder();
        if (!view.caption().isEmpty()) {
            text.append(view.caption()).append('\n');
        }
        List<TableView.ShownColumn> columns = view.columns();
        line(text, columns, widths, index -> columns.get(index).name());
        text.append(IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining(GAP)))
                .append('\n');
        for (int row = 0; row < view.shownRows(); row++) {
            if (row == view.skippedAfter()) {
                text.append("…\n");
            }
            int shown = row;
            line(text, columns, widths, index -> columns.get(index).cells().get(shown));
        }
        if (view.note() != null) {
            text.append(view.note()).append('\n');
        }
        return text.toString().stripTrailing();
    }

    private static int width(TableView.ShownColumn column) {
        return Math.max(
                column.name().length(),
                column.cells().stream().mapToInt(String::length).max().orElse(0));
    }

    private static void line(
            StringBuilder text,
            List<TableView.ShownColumn> columns,
            int[] widths,
            java.util.function.IntFunction<String> cell) {
        String line = IntStream.range(0, columns.size())
                .mapToObj(i -> padded(
                        cell.apply(i).replace('\n', ' '),
                        widths[i],
                        columns.get(i).number()))
                .collect(Collectors.joining(GAP));
        text.append(line.stripTrailing()).append('\n');
    }

    private static String padded(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - text.length()));
        return right ? blanks + text : text + blanks;
    }
}
