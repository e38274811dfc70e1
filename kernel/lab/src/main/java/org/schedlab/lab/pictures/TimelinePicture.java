package org.schedlab.lab.pictures;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.schedlab.lab.recorder.Recording;

/// Who ran where, when: a lane for each CPU and for each of the most active tasks, over guest time. A value, made
/// from a recording at once; thread-safe.
///
/// A CPU's lane shows who ran there, how many tasks waited for it and when it handled interrupts; a task's lane
/// shows what it did. Arrows lead from who woke to who was woken; vertical lines are marks. Intervals shorter than a
/// pixel are merged into columns, and the picture says so, as it says which tasks it does not show.
public final class TimelinePicture implements Picture {
    /// Merged columns are so wide: half the pieces of one pixel, and still seen as a texture.
    private static final int COLUMN_PIXELS = 2;

    /// An SVG of more pieces is longer than the PNG.
    private static final int MOST_VECTOR_PIECES = 8_000;

    private final Recording recording;
    private final TimelineOptions options;
    private final Activity activity;
    private final TimelineLayout layout;

    private TimelinePicture(Recording recording, TimelineOptions options, Activity activity, TimelineLayout layout) {
        this.recording = recording;
        this.options = options;
        this.activity = activity;
        this.layout = layout;
    }

    /// Of all of it.
    public static TimelinePicture of(Recording recording) {
        return of(recording, TimelineOptions.of(recording));
    }

    /// Of a part of it, or in another way.
    ///
    /// @param options what of it, and how
    public static TimelinePicture of(Recording recording, TimelineOptions options) {
        int pixels = options.width() - TimelineArranger.LEFT - TimelineArranger.RIGHT;
        long pixel = Math.ceilDiv(options.to() - options.from(), pixels);
        var grain = pixel <= 1 ? LaneBuilder.Grain.EXACT : new LaneBuilder.Grain(pixel, pixel * COLUMN_PIXELS);
        var limits = new TimelineReader.Limits(grain, Integer.MAX_VALUE, pixels, options.mostArrows());
        Activity activity = Activity.of(recording, options.from(), options.to());
        TimelineContent content =
                TimelineReader.read(recording, options, activity, limits).orElseThrow();
        return new TimelinePicture(recording, options, activity, TimelineArranger.arrange(content));
    }

    /// Where everything is, for those who want to draw or check it.
    public TimelineLayout layout() {
        return layout;
    }

    @Override
    public String words() {
        long cpus = count(TimelineLayout.LaneKind.CPU);
        long tasks = count(TimelineLayout.LaneKind.TASK);
        String first = "timeline: " + layout.title();
        String second = String.format(
                Locale.ROOT,
                "%d CPUs, %d tasks, %d wake-ups, %d marks over %s",
                cpus,
                tasks,
                layout.arrows().size(),
                layout.marks().size(),
                layout.axis().title());
        return String.join(
                "\n",
                java.util.stream.Stream.concat(List.of(first, second).stream(), layout.notes().stream())
                        .toList());
    }

    private long count(TimelineLayout.LaneKind kind) {
        return layout.lanes().stream().filter(lane -> lane.kind() == kind).count();
    }

    @Override
    public String svg() {
        SvgPen pen = new SvgPen(width(), height(), options.theme().ground(), words());
        TimelineDrawing.draw(layout, recording.tasks(), options.theme(), pen);
        return pen.svg();
    }

    @Override
    public byte[] png() {
        ImagePen pen = new ImagePen(width(), height(), options.theme().ground());
        TimelineDrawing.draw(layout, recording.tasks(), options.theme(), pen);
        return pen.png();
    }

    /// The interactive form: zooms, pans, tells what is under the pointer and sums up what is selected. At most
    /// about 2 MB; where scripts do not run it is the SVG.
    @Override
    public String html() {
        int pieces = layout.pieces().size();
        String image = pieces <= MOST_VECTOR_PIECES
                ? Images.html(this, "svg+xml", svg().getBytes(StandardCharsets.UTF_8))
                : Images.html(this, "png", png());
        return TimelineHtml.of(recording, options, activity, image);
    }

    @Override
    public int width() {
        return layout.width();
    }

    @Override
    public int height() {
        return layout.height();
    }

    @Override
    public String toString() {
        return words();
    }
}
