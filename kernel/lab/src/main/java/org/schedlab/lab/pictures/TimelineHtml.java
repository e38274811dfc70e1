package org.schedlab.lab.pictures;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

import org.schedlab.lab.recorder.Recording;
import org.schedlab.vm.PackedText;

/// The interactive form of a timeline: one element with the static picture, which stays where scripts do not run, and
/// a script with all its data in it, which draws on a canvas instead.
final class TimelineHtml {
    /// The whole element has at most about so many characters.
    static final int MOST_CHARACTERS = 2_000_000;

    /// A static picture that is longer as SVG is a PNG.
    private static final int MOST_SVG = 300_000;

    private static final int MOST_PIECES = 400_000;
    private static final int MOST_WAKES = 40_000;
    private static final int WAITING_COLUMNS = 4096;

    /// Pieces are merged into so many columns, the first that is small enough; 0: none are merged.
    private static final List<Integer> COLUMNS = List.of(0, 1 << 16, 1 << 14, 1 << 13, 1 << 12, 1 << 11);

    private static final List<String> SCRIPTS =
            List.of("timeline-read.js", "timeline-draw.js", "timeline-tell.js", "timeline.js");

    private TimelineHtml() {}

    static String of(Recording recording, TimelineOptions options, TimelinePicture picture) {
        String image = image(picture);
        StringBuilder script = new StringBuilder();
        SCRIPTS.forEach(name -> script.append(resource(name)));
        int room = MOST_CHARACTERS - image.length() - script.length();
        String data = data(recording, options, room);
        CRC32 sum = new CRC32();
        sum.update(data.getBytes(StandardCharsets.UTF_8));
        String id = Long.toHexString(sum.getValue());
        return "<div data-schedlab-timeline=\"" + id + "\" style=\"position:relative;max-width:100%;\">\n" + image
                + "<script>\n(function () {\n'use strict';\n" + script + "start('" + id + "', " + data
                + ");\n})();\n</script>\n</div>";
    }

    private static String image(TimelinePicture picture) {
        byte[] svg = picture.svg().getBytes(StandardCharsets.UTF_8);
        boolean vector = svg.length <= MOST_SVG;
        return String.format(
                Locale.ROOT,
                "<img alt=\"%s\" width=\"%d\" height=\"%d\" style=\"max-width:100%%;\" src=\"data:image/%s;base64,%s\"/>\n",
                SvgPen.escape(picture.words()),
                picture.width(),
                picture.height(),
                vector ? "svg+xml" : "png",
                Base64.getEncoder().encodeToString(vector ? svg : picture.png()));
    }

    private static String data(Recording recording, TimelineOptions options, int room) {
        long length = options.to() - options.from();
        String last = "";
        for (int columns : COLUMNS) {
            long column = columns == 0 ? 0 : Math.ceilDiv(length, columns);
            var grain = column <= 1 ? LaneBuilder.Grain.EXACT : new LaneBuilder.Grain(column, column);
            var limits = new TimelineReader.Limits(grain, MOST_PIECES, WAITING_COLUMNS, MOST_WAKES);
            Optional<TimelineContent> content = TimelineReader.read(recording, options, limits);
            if (content.isPresent()) {
                last = TimelineHeader.of(content.get(), PackedText.of(TimelineData.of(content.get())));
                if (last.length() <= room) {
                    return last;
                }
            }
        }
        return last;
    }

    private static String resource(String name) {
        try (InputStream in = TimelineHtml.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not among the classes of lab.pictures");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
