package org.schedlab.lab.pictures;

/// Something that can be seen and is no JFreeChart. All forms show the same. Implementations are values.
public interface Picture {
    /// In words, several lines: for consoles, and as the alternative text.
    String words();

    /// A whole SVG document without scripts.
    String svg();

    /// A PNG file of [#width()] by [#height()] pixels.
    byte[] png();

    /// For a page: one element, complete in itself.
    String html();

    /// In CSS pixels.
    int width();

    /// In CSS pixels.
    int height();
}
