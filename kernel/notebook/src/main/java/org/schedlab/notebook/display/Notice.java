package org.schedlab.notebook.display;

import java.util.Map;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;

/// What schedlab says of the host and of itself, not of the machine: progress, full folders. It is marked in the
/// outputs of an executed notebook, and `schedlab reproduce` does not compare it. Stateless, thread-safe.
public final class Notice {
    private static final String KEY = "schedlab";
    private static final Map<String, Object> OF_THE_HOST = Map.of("about", "host");

    private Notice() {}

    /// Shows a text in the running cell.
    public static void show(String text) {
        Display.display(marked(new DisplayData(text)));
    }

    /// The data itself, with the mark in its metadata; `install/outputs.py` knows it.
    public static DisplayData marked(DisplayData data) {
        data.putMetaData(KEY, OF_THE_HOST);
        return data;
    }
}
