package org.schedlab.lab.pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;

/// Writes the pictures of a made-up recording into a folder, to be looked at, and says how long each took.
final class DemoPictures {
    private DemoPictures() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Recording second = new DemoRecording(8, 100, 1_000_000_000L, 95_000).make();
        long[] switches = {0, 0};
        second.forEach(event -> {
            switches[0]++;
            if (event instanceof org.schedlab.lab.recorder.SchedEvent.Switch) {
                switches[1]++;
            }
        });
        System.out.println(switches[0] + " events, " + switches[1] + " switches");
        for (int round = 0; round < 4; round++) {
            long begin = System.nanoTime();
            TimelinePicture picture = TimelinePicture.of(second);
            long laid = System.nanoTime();
            String svg = picture.svg();
            long written = System.nanoTime();
            byte[] png = picture.png();
            long drawn = System.nanoTime();
            String html = picture.html();
            long packed = System.nanoTime();
            System.out.printf(
                    "layout %d ms, svg %d ms (%,d characters), png %d ms (%,d bytes), html %d ms (%,d characters)%n",
                    (laid - begin) / 1_000_000,
                    (written - laid) / 1_000_000,
                    svg.length(),
                    (drawn - written) / 1_000_000,
                    png.length,
                    (packed - drawn) / 1_000_000,
                    html.length());
            Files.writeString(folder.resolve("second.svg"), svg);
            Files.write(folder.resolve("second.png"), png);
            Files.writeString(folder.resolve("second.html"), html);
        }
        TimelineOptions some = TimelineOptions.of(second).between(3_500_000_000L, 3_502_000_000L);
        TimelinePicture part = TimelinePicture.of(second, some.withMostTasks(16).withTheme(Theme.DARK));
        Files.writeString(folder.resolve("part.svg"), part.svg());
        Files.write(folder.resolve("part.png"), part.png());
        Files.writeString(folder.resolve("part.html"), part.html());
        Files.writeString(
                folder.resolve("small.html"),
                TimelinePicture.of(SmallRecording.make()).html());
        var cause = CausePicture.of(
                "Why spin4:224 waited 2 ms",
                second,
                List.of(
                        new CausePicture.Part(3_500_000_000L, 3_500_600_000L, "in a DSQ", "in DSQ 0 behind 3 others"),
                        new CausePicture.Part(3_500_600_000L, 3_501_900_000L, "another ran", "spin1:206 ran on CPU 0"),
                        new CausePicture.Part(3_501_900_000L, 3_502_000_000L, "cpu idle", "CPU 0 had not noticed")));
        Files.write(folder.resolve("cause.png"), cause.png());
        WakeGraph graph = WakeGraph.of(second, Theme.DARK);
        Files.writeString(folder.resolve("wakes.svg"), graph.svg());
        Files.write(folder.resolve("wakes.png"), graph.png());
        chart(folder, "queues", QueueLengthChart.of(second));
        chart(folder, "dsqs", DsqDepthChart.of(second));
        chart(folder, "migrations", MigrationChart.of(second));
        var samples =
                List.of(waits("vtime", second), waits("fifo", new DemoRecording(8, 60, 300_000_000L, 40_000).make()));
        chart(
                folder,
                "latency",
                LatencyDistributionChart.of(new LatencyDistributionChart.Content(
                        "wake-up latency", "from sched_wakeup to the switch to the task · Linux 6.18", samples)));
    }

    private static void chart(Path folder, String name, JFreeChart chart) throws IOException {
        Files.write(folder.resolve(name + ".png"), ChartUtils.encodeAsPNG(chart.createBufferedImage(720, 400)));
    }

    private static Delays waits(String name, Recording recording) {
        long[] waits = TaskIntervals.of(recording).stream()
                .filter(each ->
                        each.state() == TaskState.RUNNABLE && !each.task().idle())
                .mapToLong(TaskInterval::length)
                .toArray();
        return Delays.of(name, waits);
    }
}
