package org.schedlab.lab.pictures;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Consumer;

/// The forms of a picture that one drawing makes with any pen; and an image inside a page: the one form that every
/// front end and export shows, trusted or not.
final class Images {
    private Images() {}

    static String svg(Picture picture, Theme theme, Consumer<Pen> drawing) {
        SvgPen pen = new SvgPen(picture.width(), picture.height(), theme.ground(), picture.words());
        drawing.accept(pen);
        return pen.svg();
    }

    static byte[] png(Picture picture, Theme theme, Consumer<Pen> drawing) {
        ImagePen pen = new ImagePen(picture.width(), picture.height(), theme.ground());
        drawing.accept(pen);
        return pen.png();
    }

    /// Its SVG as an image.
    static String svgHtml(Picture picture) {
        return html(picture, "svg+xml", picture.svg().getBytes(StandardCharsets.UTF_8));
    }

    /// @param type `png` or `svg+xml`
    static String html(Picture picture, String type, byte[] image) {
        return String.format(
                Locale.ROOT,
                "<img alt=\"%s\" width=\"%d\" height=\"%d\" style=\"max-width:100%%;\" src=\"data:image/%s;base64,%s\"/>\n",
                SvgPen.escape(picture.words()),
                picture.width(),
                picture.height(),
                type,
                Base64.getEncoder().encodeToString(image));
    }
}
