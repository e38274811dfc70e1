package org.schedlab.notebook.display;

import java.util.List;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.schedlab.lab.schedulers.ExitReport;

/// Why a scheduler ended: the facts first, the kernel's dump below, CPU by CPU.
final class ExitReportView {
    private ExitReportView() {}

    static DisplayData of(ExitReport report) {
        DisplayData data = new DisplayData(report.toString());
        data.putHTML(html(report));
        return data;
    }

    private static String html(ExitReport report) {
        StringBuilder html = new StringBuilder("<div>\n");
        heading(html, report.title() + " of guest time");
        fact(html, "verdict", report.verdict());
        fact(html, "kind", report.kindText());
        fact(html, "reason", report.exit().reason());
        fact(html, "message", report.exit().message());
        fact(html, "told by", report.source().text());
        section(html, "Backtrace", report.dumpHasBacktrace() ? List.of() : report.backtrace());
        for (ExitReport.Section section : report.sections()) {
            section(html, section.heading(), section.text().lines().toList());
        }
        return html.append("</div>").toString();
    }

    private static void heading(StringBuilder html, String text) {
        html.append("<div style=\"font-weight:bold;margin:6px 0 2px 0;\">")
                .append(Html.escape(text))
                .append("</div>\n");
    }

    private static void fact(StringBuilder html, String name, String value) {
        if (!value.isEmpty()) {
            html.append("<div><span style=\"display:inline-block;width:6em;opacity:0.8;\">")
                    .append(name)
                    .append("</span>")
                    .append(Html.escape(value))
                    .append("</div>\n");
        }
    }

    private static void section(StringBuilder html, String heading, List<String> lines) {
        if (!heading.isEmpty() && !(lines.isEmpty() && heading.equals("Backtrace"))) {
            heading(html, heading);
        }
        if (!lines.isEmpty()) {
            html.append("<pre style=\"margin:2px 0 2px 16px;white-space:pre-wrap;\">")
                    .append(Html.escape(String.join("\n", lines)))
                    .append("</pre>\n");
        }
    }
}
