package org.schedlab.notebook.display;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import org.schedlab.vm.LabException;

/// The forms of what the user displays. Stateless.
final class Forms {
    private Forms() {}

    static Rich html(String html) {
        return Rich.text(html.replaceAll("<[^>]*>", "").strip()).withHtml(html);
    }

    static Rich markdown(String markdown) {
        return Rich.text(markdown).with("text/markdown", markdown);
    }

    /// A formula without its own delimiters gets those of one that stands alone.
    static Rich latex(String latex) {
        boolean bare = !latex.contains("$") && !latex.contains("\\begin") && !latex.contains("\\(");
        return Rich.text(latex).with("text/latex", bare ? "$\\displaystyle " + latex + "$" : latex);
    }

    /// @param value a text of JSON, or what Gson can make JSON of
    static Rich json(Object value) {
        Gson pretty = new GsonBuilder()
                .setPrettyPrinting()
                .serializeNulls()
                .disableHtmlEscaping()
                .create();
        try {
            JsonElement tree = value instanceof String text ? JsonParser.parseString(text) : pretty.toJsonTree(value);
            return Rich.text(pretty.toJson(tree)).with("application/json", tree);
        } catch (JsonSyntaxException | JsonIOException | IllegalArgumentException e) {
            throw new LabException(
                    LabException.asked("this cannot be shown as JSON")
                            .found(String.valueOf(e.getMessage()))
                            .available("a text of JSON; maps, lists, records, numbers, texts")
                            .text(),
                    e);
        }
    }

    static Rich image(BufferedImage image) {
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(image, "png", png);
            return picture("image/png", png.toByteArray())
                    .withText(String.format(Locale.ROOT, "picture, %d × %d", image.getWidth(), image.getHeight()))
                    .withMetadata("image/png", Map.of("width", image.getWidth(), "height", image.getHeight()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A PNG, JPEG, GIF or SVG file. An SVG goes as an HTML image, which every front end and export shows.
    static Rich image(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (name.endsWith(".svg")) {
                String data = Base64.getEncoder().encodeToString(bytes);
                return Rich.text("picture " + file)
                        .withHtml("<img alt=\"" + Html.escape(file.toString())
                                + "\" style=\"max-width:100%;\" src=\"data:image/svg+xml;base64," + data + "\"/>");
            }
            String type = name.endsWith(".png") ? "png" : name.endsWith(".gif") ? "gif" : jpeg(name, file);
            return picture("image/" + type, bytes).withText("picture " + file);
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("the picture %s cannot be read".formatted(file))
                            .found(
                                    e instanceof NoSuchFileException
                                            ? "there is no such file"
                                            : String.valueOf(e.getMessage()))
                            .text(),
                    e);
        }
    }

    private static String jpeg(String name, Path file) {
        if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
            return "jpeg";
        }
        throw LabException.asked("the file %s is no picture that a notebook shows".formatted(file))
                .available("files .png, .jpg, .gif and .svg; a BufferedImage")
                .exception();
    }

    private static Rich picture(String type, byte[] bytes) {
        return Rich.text("picture")
                .with(type, new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII));
    }
}
