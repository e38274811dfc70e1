package org.schedlab.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.cells.Suggestions;

/// Suggestions as the content of a `complete_reply`: the texts for every front end, and what each is
/// under `_jupyter_types_experimental`, which JupyterLab shows beside them (IPython's convention).
final class CompletionReply {
    private CompletionReply() {}

    /// @param code the cell; the protocol counts its characters, Java its chars
    static JsonObject of(Suggestions suggestions, String code) {
        int start = code.codePointCount(0, suggestions.start());
        int end = code.codePointCount(0, suggestions.end());
        JsonArray matches = new JsonArray();
        JsonArray types = new JsonArray();
        for (Suggestion each : suggestions.list()) {
            matches.add(each.text());
            JsonObject typed = new JsonObject();
            typed.addProperty("start", start);
            typed.addProperty("end", end);
            typed.addProperty("text", each.text());
            typed.addProperty("type", each.kind());
            types.add(typed);
        }
        JsonObject metadata = new JsonObject();
        metadata.add("_jupyter_types_experimental", types);
        JsonObject content = new JsonObject();
        content.add("matches", matches);
        content.addProperty("cursor_start", start);
        content.addProperty("cursor_end", end);
        content.add("metadata", metadata);
        return content;
    }
}
