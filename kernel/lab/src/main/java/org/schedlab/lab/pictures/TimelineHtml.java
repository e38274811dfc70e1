package org.schedlab.lab.pictures;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import org.schedlab.lab.recorder.Recording;

/// The interactive form of a timeline: one element with the static picture, which stays where scripts do
/// not run, and a script with all its data in it, which draws on a canvas instead.
final class TimelineHtml {
    /// The whole element has at most about so many characters.
    static final int MOST_CHARACTERS = 2_000_000;

    private static final int MOST_PIECES = 400_000;

    /// A piece takes some so many characters of text.
    private static final long LEAST_PER_PIECE = 5;

    private static final long LEAST_PER_WAKE = 8;

    /// Of a lane in which all are merged.
    private static final long PIECES_PER_COLUMN = 2;

    private static final int WAITING_COLUMNS = 4096;

    /// How fine it may be, the finest first: the first that is small enough is taken.
    private static final List<Fineness> FINENESSES = List.of(
            new Fineness(0, 40_000),
            new Fineness(1 << 16, 40_000),
            new Fineness(1 << 14, 20_000),
            new Fineness(1 << 13, 10_000),
            new Fineness(1 << 12, 10_000),
            new Fineness(1 << 11, 5_000),
            new Fineness(1 << 10, 2_000),
            new Fineness(1 << 9, 1_000),
            new Fineness(1 << 8, 500));

    /// What is kept of a recording.
    ///
    /// @param columns pieces are merged into so many; 0: none are merged
    /// @param wakes so many have an arrow
    private record Fineness(int columns, int wakes) {
        long leastCharacters(TimelineOptions options, Activity activity) {
            long most = columns == 0 ? Long.MAX_VALUE : columns * PIECES_PER_COLUMN;
            return activity.intervals(options, most) * LEAST_PER_PIECE
                    + Math.min(wakes, activity.wakes()) * LEAST_PER_WAKE;
        }

        TimelineReader.Limits limits(long length) {
            long column = columns == 0 ? 0 : Math.ceilDiv(length, columns);
            var grain = column <= 1 ? LaneBuilder.Grain.EXACT : new LaneBuilder.Grain(column, column);
            return new TimelineReader.Limits(grain, MOST_PIECES, WAITING_COLUMNS, wakes);
        }
    }

    private static final List<String> SCRIPTS =
            List.of("timeline-read.js", "timeline-draw.js", "timeline-tell.js", "timeline.js");

    private TimelineHtml() {}

    /// The whole element.
    ///
    /// @param image the static picture, an element too
    static String of(Recording recording, TimelineOptions options, Activity activity, String image) {
        StringBuilder script = new StringBuilder();
        SCRIPTS.forEach(name -> script.append(Script.named(name)));
        int room = MOST_CHARACTERS - image.length() - script.length();
        String data = data(recording, options, activity, room);
        CRC32 sum = new CRC32();
        sum.update(data.getBytes(StandardCharsets.UTF_8));
        String id = Long.toHexString(sum.getValue());
        return "<div data-schedlab-timeline=\"" + id + "\" style=\"position:relative;max-width:100%;\">\n" + image
                + "<script>\n(function () {\n'use strict';\n" + script + "start('" + id + "', " + data
                + ");\n})();\n</script>\n</div>";
    }

    private static String data(Recording recording, TimelineOptions options, Activity activity, int room) {
        String data = "";
        for (Fineness each : FINENESSES) {
            boolean last = each.equals(FINENESSES.getLast());
            // Reading and packing take long: what can hardly be small enough is not tried.
            if (last || each.leastCharacters(options, activity) <= room) {
                Optional<TimelineContent> content =
                        TimelineReader.read(recording, options, activity, each.limits(options.to() - options.from()));
                data = content.map(found -> TimelineHeader.of(found, packed(TimelineData.of(found))))
                        .orElse(data);
                if (content.isPresent() && data.length() <= room) {
                    return data;
                }
            }
        }
        return data;
    }

    /// As zlib, in base64. Not at its best: that takes three times as long and makes no difference here.
    private static String packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(packed, new Deflater(Deflater.DEFAULT_COMPRESSION))) {
            deflater.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }
}
