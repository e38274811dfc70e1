package org.schedlab.lab.pictures;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

import org.schedlab.lab.runqueues.QueueInstant;

/// The queues of many instants, one after the other: in a page with scripts a slider, and a button that
/// plays them; all else shows the first. All are drawn to one scale, and what there is at one of them has
/// its place in all. A value; thread-safe.
public final class QueueMovie implements Picture {
    /// So many of a longer series are shown, evenly spread.
    static final int MOST_FRAMES = 300;

    private final List<QueuePicture> frames;
    private final int of;

    private QueueMovie(List<QueuePicture> frames, int of) {
        this.frames = List.copyOf(frames);
        this.of = of;
    }

    /// Of a series, for a page of any colour.
    ///
    /// @param instants at least one, by time
    /// @param scheduler who was in charge, as captions say it
    /// @param place where, as captions say it
    public static QueueMovie of(List<QueueInstant> instants, String scheduler, String place) {
        QueuePlan plan = QueuePlan.of(instants);
        int shown = Math.min(MOST_FRAMES, instants.size());
        long first = instants.getFirst().guestTimeNanos();
        List<QueuePicture> frames = IntStream.range(0, shown)
                .mapToObj(each -> instants.get((int) ((long) each * instants.size() / shown)))
                .map(each -> new QueuePicture(
                        each,
                        plan,
                        "Who waits where: " + scheduler,
                        String.format(
                                Locale.ROOT,
                                "at %.6f s of guest time, +%.3f ms · %s",
                                each.guestTimeNanos() / 1e9,
                                (each.guestTimeNanos() - first) / 1e6,
                                place),
                        Theme.PAGE))
                .toList();
        return new QueueMovie(frames, instants.size());
    }

    /// One of the instants, from 0 on.
    public QueuePicture frame(int index) {
        return frames.get(index);
    }

    /// How many are shown.
    public int frames() {
        return frames.size();
    }

    @Override
    public String words() {
        return frames.size() + " of " + of + " instants, the first:\n"
                + frames.getFirst().words();
    }

    @Override
    public String svg() {
        return frames.getFirst().svg();
    }

    @Override
    public byte[] png() {
        return frames.getFirst().png();
    }

    /// A slider over all instants where scripts run; else the first.
    @Override
    public String html() {
        String documents = frames.stream().map(QueuePicture::svg).collect(Collectors.joining("\0"));
        byte[] bytes = documents.getBytes(StandardCharsets.UTF_8);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        String id = Long.toHexString(sum.getValue());
        return "<div data-schedlab-queues=\"" + id + "\" style=\"max-width:100%;\">\n"
                + frames.getFirst().html() + "<script>\n(function () {\n'use strict';\n" + Script.named("queues.js")
                + "show('" + id + "', " + frames.size() + ", '" + packed(bytes) + "');\n})();\n</script>\n</div>";
    }

    /// As zlib, in base64.
    private static String packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(packed)) {
            deflater.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    @Override
    public int width() {
        return frames.getFirst().width();
    }

    @Override
    public int height() {
        return frames.getFirst().height();
    }

    @Override
    public String toString() {
        return words();
    }
}
