package org.schedlab.notebook.display;

import java.util.Base64;
import java.util.Map;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.schedlab.lab.pictures.Picture;

/// A picture for a notebook: its element for pages, which is interactive where scripts run, a PNG, and its words.
final class PictureView {
    private PictureView() {}

    static DisplayData of(Picture picture) {
        DisplayData data = new DisplayData(picture.words());
        data.putHTML(picture.html());
        data.putData("image/png", Base64.getEncoder().encodeToString(picture.png()));
        data.putMetaData("image/png", Map.of("width", picture.width(), "height", picture.height()));
        return data;
    }
}
