package org.schedlab.testsupport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// A notebook with its outputs. A cell is found by a piece of its source that no other cell has.
///
/// @param root the notebook as JSON, nbformat 4
public record ExecutedNotebook(JsonNode root) {
    private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d{3}(?!\\d))");

    /// Reads a notebook file.
    public static ExecutedNotebook read(Path file) throws IOException {
        return new ExecutedNotebook(new ObjectMapper().readTree(file.toFile()));
    }

    /// The value of a cell as plain text, with numbers as programs read them: without commas between thousands.
    public String text(String piece) {
        return THOUSANDS.matcher(shown(piece)).replaceAll("");
    }

    /// The value of a cell as plain text, as it is shown.
    public String shown(String piece) {
        return data(piece, "text/plain");
    }

    /// What a cell has printed.
    public String printed(String piece) {
        StringBuilder printed = new StringBuilder();
        for (JsonNode output : cell(piece).path("outputs")) {
            if ("stream".equals(output.path("output_type").asText())) {
                printed.append(joined(output.path("text"), ""));
            }
        }
        return printed.toString();
    }

    /// The value of a cell as HTML.
    public String html(String piece) {
        return data(piece, "text/html");
    }

    /// The picture of a cell.
    public byte[] png(String piece) {
        return Base64.getMimeDecoder().decode(data(piece, "image/png"));
    }

    /// The error of a cell, all of its traceback.
    public String error(String piece) {
        return joined(output(piece, "error").path("traceback"), "\n").replaceAll("\u001b\\[[0-9;]*m", "");
    }

    private String data(String piece, String mimeType) {
        JsonNode data = output(piece, "execute_result").path("data").path(mimeType);
        return data.isTextual() ? data.asText() : joined(data, "");
    }

    private JsonNode output(String piece, String type) {
        for (JsonNode output : cell(piece).path("outputs")) {
            if (output.path("output_type").asText().equals(type)) {
                return output;
            }
        }
        throw new AssertionError("the cell with '%s' has no %s, but %s"
                .formatted(piece, type, cell(piece).path("outputs")));
    }

    private JsonNode cell(String piece) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode cell : root.path("cells")) {
            String source = joined(cell.path("source"), "");
            if (cell.path("cell_type").asText().equals("code") && source.contains(piece)) {
                found.add(cell);
            }
        }
        if (found.size() != 1) {
            throw new AssertionError(
                    String.format(Locale.ROOT, "%d cells have '%s' in their source", found.size(), piece));
        }
        return found.getFirst();
    }

    private static String joined(JsonNode lines, String separator) {
        if (lines.isTextual()) {
            return lines.asText();
        }
        List<String> texts = new ArrayList<>();
        lines.forEach(line -> texts.add(line.asText()));
        return String.join(separator, texts);
    }
}
