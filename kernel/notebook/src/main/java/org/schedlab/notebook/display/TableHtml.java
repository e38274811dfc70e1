package org.schedlab.notebook.display;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import tech.tablesaw.api.Table;

/// A table as HTML that reads on light and dark pages: colours are the page's own, lines are
/// half-transparent grey. Styles stand on the elements, because front ends strip style sheets from
/// untrusted notebooks. The caption stands in a line of its own, so that it makes neither the table
/// wide nor itself narrow. A table that is wider than the page scrolls by itself, and no line ends within a name. Of
/// a long hash the beginning is shown, and all of it under the mouse.
final class TableHtml {
    private static final String LINE = "1px solid rgba(128,128,128,0.45)";
    private static final String CELL = "padding:2px 8px;vertical-align:top;";
    private static final String LEFT = "text-align:left;" + CELL;
    private static final String RIGHT =
            "text-align:right;" + CELL + "font-variant-numeric:tabular-nums;white-space:nowrap;";
    private static final String ONE_LINE = "white-space:nowrap;";
    private static final String LINES = "white-space:normal;min-width:24em;overflow-wrap:break-word;";

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40,128}");
    private static final int SHORT_HASH = 12;

    /// Longer texts are sentences, and may have several lines.
    private static final int LONGEST_LINE = 60;

    /// Longer words may be broken.
    private static final int LONGEST_WORD = 48;

    /// A line of so many characters fits into the classic notebook.
    private static final int PAGE = 130;

    private TableHtml() {}

    static String of(Table table) {
        TableView view = TableView.of(table);
        StringBuilder html = new StringBuilder();
        if (!view.caption().isEmpty()) {
            html.append("<div style=\"text-align:left;color:inherit;opacity:0.8;font-size:90%;padding:2px 10px;\">")
                    .append(words(view.caption()))
                    .append("</div>\n");
        }
        html.append("<div style=\"overflow-x:auto;max-width:100%;"
                        + "scrollbar-color:rgba(128,128,128,0.6) transparent;\">")
                .append("<table class=\"dataframe\" style=\"border-collapse:collapse;border:none;margin-left:0;\">\n");
        html.append("<thead><tr>");
        for (TableView.ShownColumn column : view.columns()) {
            cell(
                    html,
                    "th",
                    "border:none;border-bottom:" + LINE + ";" + align(column) + "white-space:normal;",
                    "",
                    words(column.name()));
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < view.shownRows(); row++) {
            if (row == view.skippedAfter()) {
                spanning(html, view, "…");
            }
            html.append("<tr>");
            for (TableView.ShownColumn column : view.columns()) {
                value(html, column, column.cells().get(row));
            }
            html.append("</tr>\n");
        }
        if (view.note() != null) {
            spanning(html, view, view.note());
        }
        html.append("</tbody>\n</table></div>");
        if (width(view) > PAGE) {
            html.append("\n<div style=\"opacity:0.6;font-size:80%;padding:0 10px;\">")
                    .append(view.columns().size())
                    .append(" columns: where the page is narrower, the table scrolls sideways</div>");
        }
        return html.toString();
    }

    private static void value(StringBuilder html, TableView.ShownColumn column, String text) {
        if (HASH.matcher(text).matches()) {
            cell(html, "td", "border:none;" + LEFT + ONE_LINE, text, text.substring(0, SHORT_HASH) + "…");
        } else if (column.number() || text.length() <= LONGEST_LINE) {
            cell(html, "td", "border:none;" + align(column) + (column.number() ? "" : ONE_LINE), "", Html.escape(text));
        } else {
            cell(html, "td", "border:none;" + LEFT + LINES, "", words(text));
        }
    }

    /// Text whose lines end between words only: browsers would also end them behind a hyphen.
    private static String words(String text) {
        return Arrays.stream(text.split(" ", -1))
                .map(word -> word.contains("-") && word.length() <= LONGEST_WORD
                        ? "<span style=\"" + ONE_LINE + "\">" + Html.escape(word) + "</span>"
                        : Html.escape(word))
                .collect(Collectors.joining(" "));
    }

    private static int width(TableView view) {
        return view.columns().stream().mapToInt(TableHtml::width).sum();
    }

    private static int width(TableView.ShownColumn column) {
        int longest = column.cells().stream()
                .mapToInt(text -> HASH.matcher(text).matches() ? SHORT_HASH : Math.min(text.length(), LONGEST_LINE))
                .max()
                .orElse(0);
        int word = Arrays.stream(column.name().split(" "))
                .mapToInt(String::length)
                .max()
                .orElse(0);
        return Math.max(longest, word) + 2;
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

    /// @param title told under the mouse; empty for none
    /// @param content HTML
    private static void cell(StringBuilder html, String tag, String style, String title, String content) {
        html.append('<').append(tag).append(" style=\"").append(style).append('"');
        if (!title.isEmpty()) {
            html.append(" title=\"").append(Html.escape(title)).append('"');
        }
        html.append('>').append(content).append("</").append(tag).append('>');
    }
}
