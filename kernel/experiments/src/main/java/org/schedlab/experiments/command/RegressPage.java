package org.schedlab.experiments.command;

import org.schedlab.experiments.statistics.Comparison;
import org.schedlab.experiments.statistics.Comparisons;
import org.schedlab.lab.charts.ChartImage;
import org.schedlab.lab.charts.ChartLook;
import org.schedlab.lab.charts.SizedChart;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/// A comparison as one HTML page without anything from elsewhere: a verdict, a picture of all metrics, a
/// sentence and a picture for each, the table.
///
/// @param title the experiment's name
/// @param verdict one line
record RegressPage(String title, String verdict, Comparisons comparisons) {
    String html() {
        StringBuilder page = new StringBuilder("""
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>%s</title>
                <style>body{font-family:sans-serif;max-width:64em;margin:2em auto;padding:0 1em}
                table{border-collapse:collapse;font-size:.85em}td,th{border:1px solid #bbb;padding:.3em .5em;text-align:right}
                svg{max-width:100%%;height:auto}</style></head><body>
                <h1>%s</h1><p><strong>%s</strong></p>
                """.formatted(escaped(title), escaped(title), escaped(verdict)));
        page.append(picture(SizedChart.of(comparisons.chart())));
        for (Comparison each : comparisons.list()) {
            page.append("<h2>").append(escaped(each.metric())).append("</h2>\n<p>");
            page.append(escaped(each.sentence())).append("</p>\n").append(picture(SizedChart.of(each.chart())));
        }
        return page.append(table(comparisons.table()))
                .append("</body></html>\n")
                .toString();
    }

    private static String picture(SizedChart chart) {
        return ChartImage.svg(chart, ChartLook.PAPER) + "\n";
    }

    private static String table(Table table) {
        StringBuilder rows = new StringBuilder("<table><caption>" + escaped(table.name()) + "</caption>\n<tr>");
        table.columnNames()
                .forEach(name -> rows.append("<th>").append(escaped(name)).append("</th>"));
        rows.append("</tr>\n");
        for (Row row : table) {
            rows.append("<tr>");
            for (String name : table.columnNames()) {
                rows.append("<td>")
                        .append(escaped(String.valueOf(row.getObject(name))))
                        .append("</td>");
            }
            rows.append("</tr>\n");
        }
        return rows.append("</table>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
