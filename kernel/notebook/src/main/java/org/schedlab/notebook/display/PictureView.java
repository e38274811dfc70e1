package org.schedlab.notebook.display;

import java.util.Base64;
import java.util.Map;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
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

    /// A picture and what tells the same in a table, whose text is the text of both.
    static DisplayData above(DisplayData table, Picture picture) {
        DisplayData data = of(picture);
        data.putHTML(picture.html() + table.getData(MIMEType.TEXT_HTML));
        data.putText(String.valueOf(table.getData(MIMEType.TEXT_PLAIN)));
        return data;
    }
}
