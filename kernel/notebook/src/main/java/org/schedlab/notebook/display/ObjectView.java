package org.schedlab.notebook.display;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.schedlab.lab.objects.GuestObject;
import org.schedlab.lab.objects.ObjectNode;

/// An object of the kernel as a folded tree; as text it is aligned C.
final class ObjectView {
    private static final int OPEN = 1;

    private ObjectView() {}

    static DisplayData of(GuestObject object) {
        String caption = object.caption();
        DisplayData data = new DisplayData(caption + "\n" + object.c());
        StringBuilder html = new StringBuilder("<div style=\"font-family:monospace;font-size:12px;\">\n");
        html.append("<div style=\"opacity:0.8;\">").append(Html.escape(caption)).append("</div>\n");
        node(html, object.tree(), 0);
        data.putHTML(html.append("</div>").toString());
        return data;
    }

    private static void node(StringBuilder html, ObjectNode node, int depth) {
        if (node.parts().isEmpty()) {
            html.append("<div style=\"padding-left:1.1em;\">");
            line(html, node);
            html.append("</div>\n");
            return;
        }
        html.append(depth < OPEN ? "<details open>" : "<details>").append("<summary style=\"cursor:pointer;\">");
        line(html, node);
        html.append("</summary>\n<div style=\"padding-left:1.1em;\">\n");
        node.parts().forEach(each -> node(html, each, depth + 1));
        html.append("</div></details>\n");
    }

    private static void line(StringBuilder html, ObjectNode node) {
        if (!node.name().isEmpty()) {
            html.append("<b>").append(Html.escape(node.name())).append("</b> ");
        }
        html.append("<span style=\"opacity:0.7;\">")
                .append(Html.escape(node.type()))
                .append("</span>");
        if (!node.value().isEmpty()) {
            html.append(node.name().isEmpty() && node.type().isEmpty() ? "" : " = ")
                    .append(Html.escape(node.value()));
        }
    }
}
