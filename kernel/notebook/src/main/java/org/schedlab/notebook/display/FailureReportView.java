package org.schedlab.notebook.display;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.schedlab.lab.report.FailureReport;
import org.schedlab.lab.report.Section;

/// What led to a failure, in a screenful: the cause first.
final class FailureReportView {
    private static final int MOST_PATH = 12;

    private FailureReportView() {}

    static DisplayData of(FailureReport report) {
        DisplayData data = new DisplayData(report.toString());
        data.putHTML(html(report));
        return data;
    }

    private static String html(FailureReport report) {
        StringBuilder html = new StringBuilder(
                "<div>\n<div style=\"border-left:4px solid #c0392b;padding:4px 12px;margin:4px 0;\">");
        for (int at = 0; at < report.cause().size(); at++) {
            html.append("<div style=\"margin:2px 0;%s\">".formatted(at == 0 ? "font-weight:bold;" : ""))
                    .append(Html.escape(report.cause().get(at)))
                    .append("</div>\n");
        }
        if (!report.path().isEmpty()) {
            html.append(
                            "<div style=\"opacity:0.8;margin-top:6px;\">lines that the call went through, the last one last:</div>")
                    .append("<pre style=\"margin:2px 0;white-space:pre-wrap;\">");
            report.path().stream()
                    .skip(Math.max(0, report.path().size() - MOST_PATH))
                    .forEach(line -> html.append(Html.escape(line)).append('\n'));
            html.append("</pre>");
        }
        html.append("</div>\n<div style=\"opacity:0.8;\">")
                .append(Html.escape(report.where()))
                .append("</div>\n");
        html.append("<table style=\"margin:6px 0;\">");
        for (Section each : report.sections()) {
            html.append("<tr><td style=\"text-align:left;font-family:monospace;\">")
                    .append(Html.escape(each.id()))
                    .append("</td><td style=\"text-align:left;\">")
                    .append(Html.escape(each.title() + ": " + each.note()))
                    .append("</td></tr>\n");
        }
        return html.append("</table></div>").toString();
    }
}
