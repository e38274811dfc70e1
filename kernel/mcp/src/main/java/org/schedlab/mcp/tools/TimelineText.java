package org.schedlab.mcp.tools;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;

/// A recording as rows of letters. Stateless.
final class TimelineText {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int MOST_TASKS = 16;
    private static final int LABEL = 18;
    private static final char IDLE = '.';
    private static final char OTHER = '*';

    private TimelineText() {}

    static Answer of(Recording recording, int columns) {
        long from = recording.interval().from();
        long to = recording.interval().to();
        List<TaskInterval> intervals = TaskIntervals.of(recording).stream()
                .filter(each -> !each.task().idle())
                .toList();
        Map<RecordedTask, Long> busy = new HashMap<>();
        Map<RecordedTask, Long> waited = new HashMap<>();
        for (TaskInterval each : intervals) {
            if (each.state() == TaskState.RUNNING) {
                busy.merge(each.task(), each.length(), Long::sum);
            } else if (each.state() == TaskState.RUNNABLE) {
                waited.merge(each.task(), each.length(), Long::sum);
            }
        }
        List<RecordedTask> shown = new ArrayList<>(intervals.stream()
                .map(TaskInterval::task)
                .distinct()
                .filter(task -> busy.containsKey(task) || waited.containsKey(task))
                .sorted(Comparator.<RecordedTask>comparingLong(
                                task -> busy.getOrDefault(task, 0L) + waited.getOrDefault(task, 0L))
                        .reversed()
                        .thenComparingInt(RecordedTask::number))
                .limit(MOST_TASKS)
                .toList());
        Map<RecordedTask, Character> letters = new LinkedHashMap<>();
        shown.forEach(task -> letters.put(task, LETTERS.charAt(letters.size())));
        Buckets buckets = new Buckets(from, to, columns);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s; each column is %.1f µs of guest time, from %d ns to %d ns",
                recording.interval().caption(),
                (to - from) / 1e3 / columns,
                recording.guestTime(from),
                recording.guestTime(to)));
        for (int cpu = 0; cpu < recording.interval().cpus(); cpu++) {
            lines.add(label("CPU " + cpu) + buckets.cpu(intervals, cpu, letters));
        }
        for (RecordedTask task : shown) {
            lines.add(label(letters.get(task) + " " + task.label())
                    + buckets.task(intervals, task)
                    + String.format(
                            Locale.ROOT,
                            "  ran %.1f %%, waited %.1f %%",
                            100.0 * busy.getOrDefault(task, 0L) / (to - from),
                            100.0 * waited.getOrDefault(task, 0L) / (to - from)));
        }
        lines.add("CPU rows: the letter of who had it longest in that column, '.' nobody, '*' another task;"
                + " task rows: '#' ran, '-' waited for a CPU, ' ' slept");
        return new Answer(
                String.join("\n", lines),
                Map.of(
                        "from_ns",
                        recording.guestTime(from),
                        "to_ns",
                        recording.guestTime(to),
                        "tasks",
                        shown.stream()
                                .map(task -> Map.of(
                                        "task",
                                        task.label(),
                                        "ran_ns",
                                        busy.getOrDefault(task, 0L),
                                        "waited_ns",
                                        waited.getOrDefault(task, 0L)))
                                .toList()));
    }

    private static String label(String text) {
        String cut = text.length() > LABEL ? text.substring(0, LABEL) : text;
        return cut + " ".repeat(LABEL - cut.length()) + "|";
    }

    /// Guest time in columns.
    private record Buckets(long from, long to, int columns) {
        private double column(long at) {
            return (double) (at - from) * columns / Math.max(1, to - from);
        }

        /// Gives each column that an interval touches, with how much of it.
        private void spread(TaskInterval interval, Spread into) {
            double begin = column(interval.from());
            double end = column(interval.to());
            for (int column = (int) begin; column < columns && column < end; column++) {
                into.add(column, Math.min(end, column + 1.0) - Math.max(begin, column));
            }
        }

        private interface Spread {
            void add(int column, double part);
        }

        String cpu(List<TaskInterval> intervals, int cpu, Map<RecordedTask, Character> letters) {
            List<Map<Character, Double>> had = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                had.add(new HashMap<>());
            }
            double[] busy = new double[columns];
            for (TaskInterval each : intervals) {
                if (each.state() == TaskState.RUNNING && each.cpu() == cpu) {
                    char letter = letters.getOrDefault(each.task(), OTHER);
                    spread(each, (column, part) -> {
                        had.get(column).merge(letter, part, Double::sum);
                        busy[column] += part;
                    });
                }
            }
            StringBuilder row = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                double idle = 1 - busy[column];
                row.append(had.get(column).entrySet().stream()
                        .max(Map.Entry.<Character, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                        .filter(most -> most.getValue() >= idle)
                        .map(Map.Entry::getKey)
                        .orElse(IDLE));
            }
            return row.toString();
        }

        String task(List<TaskInterval> intervals, RecordedTask task) {
            double[] ran = new double[columns];
            double[] waited = new double[columns];
            for (TaskInterval each : intervals) {
                if (each.task().equals(task)) {
                    double[] sum = each.state() == TaskState.RUNNING ? ran : waited;
                    if (each.state() == TaskState.RUNNING || each.state() == TaskState.RUNNABLE) {
                        spread(each, (column, part) -> sum[column] += part);
                    }
                }
            }
            char[] row = new char[columns];
            Arrays.fill(row, ' ');
            for (int column = 0; column < columns; column++) {
                double slept = 1 - ran[column] - waited[column];
                if (Math.max(ran[column], waited[column]) >= slept) {
                    row[column] = ran[column] >= waited[column] ? '#' : '-';
                }
            }
            return new String(row);
        }
    }
}
