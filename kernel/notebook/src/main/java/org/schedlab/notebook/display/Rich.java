package org.schedlab.notebook.display;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;

/// What a value looks like in a notebook: the same in several forms, of which each front end takes the
/// best that it can show. A text is always among them. Made by the words `html`, `markdown`, `latex`,
/// `json` and `image`; more forms are added with the methods here. Immutable, thread-safe.
///
/// ```java
/// html("<b>7</b> runs").withText("7 runs")
/// ```
public final class Rich {
    private final Map<String, Object> forms;
    private final Map<String, Object> metadata;

    private Rich(Map<String, Object> forms, Map<String, Object> metadata) {
        this.forms = forms;
        this.metadata = metadata;
    }

    /// A text alone.
    public static Rich text(String text) {
        return new Rich(Map.of("text/plain", text), Map.of());
    }

    /// With this text, for consoles and for whoever reads the notebook as a file.
    public Rich withText(String text) {
        return with("text/plain", text);
    }

    /// With this HTML.
    public Rich withHtml(String html) {
        return with("text/html", html);
    }

    /// With a form of any MIME type.
    ///
    /// @param data text; base64 of binary data; or, of a JSON type, what Gson can write
    public Rich with(String mimeType, Object data) {
        Map<String, Object> more = new LinkedHashMap<>(forms);
        more.put(mimeType, data);
        return new Rich(more, metadata);
    }

    /// With facts about the form of a MIME type, such as a picture's `width` and `height`.
    Rich withMetadata(String mimeType, Map<String, ?> facts) {
        Map<String, Object> more = new LinkedHashMap<>(metadata);
        more.put(mimeType, facts);
        return new Rich(forms, more);
    }

    DisplayData data() {
        DisplayData data = new DisplayData();
        forms.forEach(data::putData);
        metadata.forEach(data::putMetaData);
        return data;
    }

    /// The text.
    @Override
    public String toString() {
        return String.valueOf(forms.get("text/plain"));
    }
}
