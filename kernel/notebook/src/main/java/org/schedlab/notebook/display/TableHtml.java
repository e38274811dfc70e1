package org.schedlab.notebook.display;

import tech.tablesaw.api.Table;

/// A table as HTML that reads on light and dark pages: colours are the page's own, lines are
/// half-transparent grey. Styles stand on the elements, because front ends strip style sheets from
/// untrusted notebooks. The caption stands in a line of its own, so that it makes neither the table
/// wide nor itself narrow.
final class TableHtml {
    private static final String LINE = "1px solid rgba(128,128,128,0.45)";
    private static final String LEFT = "text-align:left;padding:2px 8px;vertical-align:top;";
    private static final String RIGHT = "text-align:right;padding:2px 8px;vertical-align:top;"
            + "font-variant-numeric:tabular-nums;white-space:nowrap;";

    private TableHtml() {}

    static String of(Table table) {
        TableView view = TableView.of(table);
        StringBuilder html = new StringBuilder();
        if (!view.caption().isEmpty()) {
            html.append("<div style=\"text-align:left;color:inherit;opacity:0.8;font-size:90%;padding:2px 10px;\">")
                    .append(Html.escape(view.caption()))
                    .append("</div>\n");
        }
        html.append("<table class=\"dataframe\" style=\"border-collapse:collapse;border:none;margin-left:0;\">\n");
        html.append("<thead><tr>");
        for (TableView.ShownColumn column : view.columns()) {
            cell(html, "th", "border:none;border-bottom:" + LINE + ";" + align(column), column.name());
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < view.shownRows(); row++) {
            if (row == view.skippedAfter()) {
                spanning(html, view, "…");
            }
            html.append("<tr>");
            for (TableView.ShownColumn column : view.columns()) {
                cell(html, "td", "border:none;" + align(column), column.cells().get(row));
            }
            html.append("</tr>\n");
        }
        if (view.note() != null) {
            spanning(html, view, view.note());
        }
        return html.append("</tbody>\n</table>").toString();
    }

    private static void spanning(StringBuilder html, TableView view, String text) {
        html.append("<tr><td colspan=\"")
                .append(view.columns().size())
                .append("\" style=\"border:none;opacity:0.8;" + LEFT + "\">")
                .append(Html.escape(text))
                .append("</td></tr>\n");
    }

    private static String align(TableView.ShownColumn column) {
        return column.number() ? RIGHT : LEFT;
    }

    private static void cell(StringBuilder html, String tag, String style, String text) {
        html.append('<')
                .append(tag)
                .append(" style=\"")
                .append(style)
                .append("\">")
                .append(Html.escape(text))
                .append("</")
                .append(tag)
                .append('>');
    }
}
