package org.schedlab.lab.report;

import java.util.List;

import org.schedlab.lab.pictures.Picture;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// A report as one page of HTML, for a light or a dark screen. Used once.
final class ReportPage {
    private static final int MOST_ROWS = 400;
    private static final int LONGEST_LINE = 40;

    private static final String STYLE = """
            :root{color-scheme:light dark;--line:#8884;--soft:#8881;--cause:#c0392b}
            body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:0 auto;padding:1.5rem 1rem 4rem;overflow-wrap:anywhere}
            h1{font-size:1.5rem;line-height:1.25;margin:.2rem 0 .6rem}h2{font-size:1.1rem;margin:0;display:inline}
            .kind{color:var(--cause);font-weight:600;text-transform:uppercase;letter-spacing:.04em;font-size:.85rem}
            .cause{border-left:4px solid var(--cause);background:var(--soft);padding:.6rem 1rem;margin:0 0 1rem;border-radius:0 6px 6px 0}
            .cause p{margin:.25rem 0}.cause p:first-child{font-size:1.05rem;font-weight:600}
            .where,.note{opacity:.8;font-size:.9rem}
            nav{margin:.8rem 0 1rem;font-size:.9rem}nav a{margin-right:.9rem;white-space:nowrap}
            details{border:1px solid var(--line);border-radius:6px;margin:.7rem 0;padding:.5rem .9rem}
            summary{cursor:pointer}details>.note{margin:.3rem 0 .5rem}
            .scroll{overflow:auto;max-height:32rem}table{border-collapse:collapse;font-size:.83rem;font-variant-numeric:tabular-nums}
            th,td{text-align:left;padding:.15rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap;overflow-wrap:normal}
            td.w{white-space:pre-line;min-width:22rem;max-width:40rem;overflow-wrap:anywhere}
            th{position:sticky;top:0;background:Canvas;white-space:nowrap}td.n,th.n{text-align:right}
            pre{font:12.5px/1.45 ui-monospace,monospace;white-space:pre-wrap;margin:.4rem 0}
            ol.path{font:13px/1.5 ui-monospace,monospace;padding-left:2.6rem;margin:.3rem 0}
            ol.path li:last-child{background:#c0392b22;font-weight:600}
            img,canvas,svg{max-width:100%;height:auto}
            """;

    private final FailureReport report;

    ReportPage(FailureReport report) {
        this.report = report;
    }

    String html() {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
                .append(escape(report.failure().headline()))
                .append("</title><style>\n")
                .append(STYLE)
                .append("</style></head><body>\n<div class=\"kind\">")
                .append(escape(report.failure().kind().text()))
                .append("</div>\n<h1>")
                .append(escape(report.failure().headline()))
                .append("</h1>\n")
                .append(summary(report));
        html.append("<nav>");
        for (Section each : report.sections()) {
            html.append("<a href=\"#%s\">%s</a> ".formatted(each.id(), escape(each.title())));
        }
        html.append("</nav>\n");
        report.sections().forEach(each -> section(html, each));
        return html.append("</body></html>\n").toString();
    }

    /// Cause and lines, which stand in a cell too.
    private static String summary(FailureReport report) {
        StringBuilder html = new StringBuilder("<div class=\"cause\">");
        report.cause().forEach(line -> html.append("<p>").append(escape(line)).append("</p>"));
        if (!report.path().isEmpty()) {
            html.append("<p class=\"note\">Lines that the call went through, in order:</p><ol class=\"path\">");
            report.path()
                    .forEach(line -> html.append("<li>").append(escape(line)).append("</li>"));
            html.append("</ol>");
        }
        return html.append("</div>\n<p class=\"where\">")
                .append(escape(report.where()))
                .append("</p>\n")
                .toString();
    }

    private static void section(StringBuilder html, Section section) {
        html.append("<details id=\"%s\"%s><summary><h2>%s</h2></summary>\n<p class=\"note\">%s</p>\n"
                .formatted(
                        section.id(), section.open() ? " open" : "", escape(section.title()), escape(section.note())));
        switch (section.content()) {
            case Section.Rows rows -> table(html, rows.table());
            case Section.Drawn drawn -> picture(html, drawn.picture());
            case Section.Lines lines ->
                html.append("<div class=\"scroll\"><pre>")
                        .append(escape(lines.text()))
                        .append("</pre></div>");
            case Section.Nothing _ -> {}
        }
        html.append("</details>\n");
    }

    private static void picture(StringBuilder html, Picture picture) {
        html.append("<div>").append(picture.html()).append("</div>\n");
    }

    private static void table(StringBuilder html, Table table) {
        List<Column<?>> columns = table.columns();
        html.append("<div class=\"scroll\"><table><thead><tr>");
        columns.forEach(column -> html.append("<th")
                .append(right(column))
                .append('>')
                .append(escape(column.name()))
                .append("</th>"));
        html.append("</tr></thead><tbody>\n");
        for (int row = 0; row < Math.min(MOST_ROWS, table.rowCount()); row++) {
            html.append("<tr>");
            for (Column<?> column : columns) {
                html.append("<td")
                        .append(kind(column))
                        .append('>')
                        .append(column.isMissing(row) ? "" : escape(column.getUnformattedString(row)))
                        .append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
        if (table.rowCount() > MOST_ROWS) {
            html.append("<p class=\"note\">The first %s of %s rows; the CSV file beside this page has all.</p>\n"
                    .formatted(MOST_ROWS, table.rowCount()));
        }
    }

    private static String kind(Column<?> column) {
        boolean wide = column instanceof StringColumn text
                && text.asList().stream().anyMatch(each -> each.length() > LONGEST_LINE);
        return wide ? " class=\"w\"" : right(column);
    }

    private static String right(Column<?> column) {
        ColumnType type = column.type();
        boolean number =
                type.equals(ColumnType.LONG) || type.equals(ColumnType.INTEGER) || type.equals(ColumnType.DOUBLE);
        return number ? " class=\"n\"" : "";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
