package org.schedlab.hunt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/// A report as a page. Stateless.
final class HuntPage {
    private static final String FILE = "report.html";
    private static final String STYLE = """
            body { font: 14px/1.5 system-ui, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em }
            table { border-collapse: collapse } td, th { padding: 1px 10px 1px 0; text-align: left; font-size: 12px }
            pre { background: #8881; padding: 1em }
            """;

    private HuntPage() {}

    static Path write(HuntReport report, Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            Folders.writeWhole(file, html(report).getBytes(StandardCharsets.UTF_8));
            return file;
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("the report of a hunt cannot be written to " + file)
                            .found(FolderException.reason(e))
                            .remedy("name a folder that can be written and has room")
                            .text(),
                    e);
        }
    }

    private static String html(HuntReport report) {
        StringBuilder html = new StringBuilder(
                        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escape("hunt " + report.scheduler()))
                .append("</title><style>\n")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(escape(report.summary()))
                .append("</h1>\n");
        for (Find find : report.finds()) {
            html.append("<h2>%s</h2>\n<pre>%s</pre>\n"
                    .formatted(escape(find.breach().key()), escape(find.toString())));
        }
        table(html.append("<h2>What was tried</h2>\n"), report.table());
        table(html.append("<h2>What was reached</h2>\n"), report.coverage());
        return html.append("</body></html>\n").toString();
    }

    private static void table(StringBuilder html, Table table) {
        html.append("<table><tr>");
        table.columnNames().forEach(name -> html.append("<th>%s</th>".formatted(escape(name))));
        html.append("</tr>\n");
        for (Row row : table) {
            html.append("<tr>");
            for (int column = 0; column < table.columnCount(); column++) {
                html.append("<td>%s</td>"
                        .formatted(escape(table.get(row.getRowNumber(), column).toString())));
            }
            html.append("</tr>\n");
        }
        html.append("</table>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
