package org.schedlab.lab.pictures;

import java.util.Base64;
import java.util.Locale;

/// An image inside a page: the one form that every front end and export shows, trusted or not.
final class Images {
    private Images() {}

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
