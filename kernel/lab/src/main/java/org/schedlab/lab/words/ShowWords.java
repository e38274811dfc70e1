package org.schedlab.lab.words;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jfree.chart.JFreeChart;
import org.schedlab.lab.charts.ChartImage;
import org.schedlab.lab.charts.Charted;
import org.schedlab.lab.charts.SizedChart;
import org.schedlab.lab.pictures.Picture;
import org.schedlab.lab.pictures.Pictured;
import org.schedlab.vm.LabException;

/// The words of a notebook for how charts are shown and kept: `sized(work.chart(), 900, 300)`,
/// `save(trace().timeline(), "run.svg")`. Imported statically beside [Lab]. Stateless.
public final class ShowWords {
    private ShowWords() {}

    /// A chart with a size of its own: 720 by 400 pixels is what it has otherwise.
    ///
    /// @param width in pixels, 100 to 4000
    /// @param height the same
    /// @throws LabException another size
    public static SizedChart sized(JFreeChart chart, int width, int height) {
        return new SizedChart(chart, width, height);
    }

    /// The same of what can be seen as a chart.
    public static SizedChart sized(Charted charted, int width, int height) {
        return sized(charted.chart(), width, height);
    }

    /// Writes a chart or a picture to a file of this host, black on white.
    ///
    /// @param shown a chart, what can be seen as one, [#sized] of either, or a picture such as a timeline
    /// @param file its name's end says what it is: `.svg`, `.png`; of a chart also `.pdf`
    /// @return the file
    /// @throws LabException it is none of these, or it cannot be written
    public static Path save(Object shown, String file) {
        return switch (shown) {
            case SizedChart sized -> ChartImage.write(sized, file);
            case JFreeChart chart -> ChartImage.write(SizedChart.of(chart), file);
            case Charted charted -> ChartImage.write(SizedChart.of(charted.chart()), file);
            case Picture picture -> write(picture, file);
            case Pictured pictured -> write(pictured.picture(), file);
            default ->
                throw LabException.asked("'%s' cannot be saved as a picture"
                                .formatted(shown.getClass().getSimpleName()))
                        .available("charts and pictures: work.chart(), series, trace().timeline()")
                        .remedy("a table goes out with TableFiles.write(table, Path.of(\"rows.csv\"))")
                        .exception();
        };
    }

    private static Path write(Picture picture, String file) {
        Path path = Path.of(file);
        try {
            if (file.endsWith(".svg")) {
                return Files.writeString(path, picture.svg(), StandardCharsets.UTF_8);
            }
            if (file.endsWith(".png")) {
                return Files.write(path, picture.png());
            }
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("the picture cannot be written to " + file)
                            .found(e.toString())
                            .text(),
                    e);
        }
        throw LabException.asked("a picture cannot be written to '%s'".formatted(file))
                .available("names that end with .svg or .png")
                .exception();
    }
}
