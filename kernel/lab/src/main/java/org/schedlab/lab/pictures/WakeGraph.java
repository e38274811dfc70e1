package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;

/// Who wakes whom: a node for each task, an arrow for each pair, wider for more wake-ups. A value; thread-safe.
public final class WakeGraph implements Picture {
    private static final int MOST_NODES = 24;
    private static final int MOST_EDGES = 72;

    private final String title;
    private final String place;
    private final Theme theme;
    private final List<Node> nodes;
    private final List<Edge> edges;
    private final List<String> notes;

    /// A task, or what is no task and wakes.
    ///
    /// @param number of the task; -1 for interrupts, -2 for the CPUs' idle tasks
    /// @param label `name:pid`
    /// @param wakes how often it wakes or is woken
    public record Node(int number, String label, long wakes) {}

    /// One wakes the other.
    ///
    /// @param waker index in the nodes
    /// @param wakee index in the nodes
    public record Edge(int waker, int wakee, long count) {}

    private static final Comparator<Edge> MOST_FREQUENT = Comparator.comparingLong((Edge edge) -> -edge.count())
            .thenComparingInt(Edge::waker)
            .thenComparingInt(Edge::wakee);

    private record Pair(int waker, int wakee) {}

    private WakeGraph(Recording recording, Theme theme, List<Node> nodes, List<Edge> edges, List<String> notes) {
        title = Titles.of("Who wakes whom", recording.interval());
        place = Titles.place(recording);
        this.theme = theme;
        this.nodes = List.copyOf(nodes);
        this.edges = List.copyOf(edges);
        this.notes = List.copyOf(notes);
    }

    /// Of all of a recording, light.
    public static WakeGraph of(Recording recording) {
        return of(recording, Theme.PAGE);
    }

    /// Of all of a recording. Of many tasks those with the most wake-ups are shown, and how many are not.
    public static WakeGraph of(Recording recording, Theme theme) {
        Map<Pair, Long> counts = new HashMap<>();
        Wakes wakes = new Wakes(
                recording.tasks().size(),
                recording.interval().cpus(),
                wake -> counts.merge(new Pair(wake.waker(), wake.wakee()), 1L, Long::sum));
        recording.forEach(wakes::take);
        wakes.end(recording.interval().to());
        Map<Integer, Long> byNode = new TreeMap<>();
        counts.forEach((pair, count) -> {
            byNode.merge(pair.waker(), count, Long::sum);
            byNode.merge(pair.wakee(), count, Long::sum);
        });
        List<Node> nodes = byNode.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Integer, Long> each) -> -each.getValue())
                        .thenComparingInt(Map.Entry::getKey))
                .limit(MOST_NODES)
                .sorted(Comparator.comparingInt(Map.Entry::getKey))
                .map(each -> new Node(each.getKey(), label(recording.tasks(), each.getKey()), each.getValue()))
                .toList();
        List<Integer> numbers = nodes.stream().map(Node::number).toList();
        List<Edge> edges = counts.entrySet().stream()
                .map(each -> new Edge(
                        numbers.indexOf(each.getKey().waker()),
                        numbers.indexOf(each.getKey().wakee()),
                        each.getValue()))
                .filter(edge -> edge.waker() >= 0 && edge.wakee() >= 0)
                .sorted(MOST_FREQUENT)
                .limit(MOST_EDGES)
                .toList()
                .reversed();
        return new WakeGraph(recording, theme, nodes, edges, notes(recording, counts, byNode.size(), nodes, edges));
    }

    private static String label(List<RecordedTask> tasks, int number) {
        return switch (number) {
            case Wake.INTERRUPT -> "interrupts";
            case Wake.IDLE -> "idle CPUs";
            default -> tasks.get(number).label();
        };
    }

    private static List<String> notes(
            Recording recording, Map<Pair, Long> counts, int all, List<Node> nodes, List<Edge> edges) {
        long wakes = counts.values().stream().mapToLong(Long::longValue).sum();
        long shown = edges.stream().mapToLong(Edge::count).sum();
        List<String> notes = new ArrayList<>();
        if (wakes == 0) {
            notes.add("no task was woken in this interval");
        }
        if (shown < wakes) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%d of %d wakers and woken tasks and %d of %d pairs are shown, the most frequent ones: %,d of %,d "
                            + "wake-ups",
                    nodes.size(),
                    all,
                    edges.size(),
                    counts.size(),
                    shown,
                    wakes));
        }
        Titles.missing(recording.interval())
                .lines()
                .filter(line -> !line.isEmpty())
                .forEach(notes::add);
        return notes;
    }

    /// By task number, on a circle clockwise from the top.
    public List<Node> nodes() {
        return nodes;
    }

    /// The most frequent last.
    public List<Edge> edges() {
        return edges;
    }

    /// What is left out.
    public List<String> notes() {
        return notes;
    }

    String title() {
        return title;
    }

    String place() {
        return place;
    }

    @Override
    public String words() {
        List<String> lines = new ArrayList<>(List.of("wake graph: " + title(), place()));
        edges.reversed().stream()
                .limit(MOST_NODES)
                .map(edge -> String.format(
                        Locale.ROOT,
                        "%s wakes %s: %,d times",
                        nodes.get(edge.waker()).label(),
                        nodes.get(edge.wakee()).label(),
                        edge.count()))
                .forEach(lines::add);
        lines.addAll(notes);
        return String.join("\n", lines);
    }

    @Override
    public String svg() {
        return Images.svg(this, theme, pen -> WakeGraphDrawing.draw(this, theme, pen));
    }

    @Override
    public byte[] png() {
        return Images.png(this, theme, pen -> WakeGraphDrawing.draw(this, theme, pen));
    }

    @Override
    public String html() {
        return Images.svgHtml(this);
    }

    @Override
    public int width() {
        return 760;
    }

    @Override
    public int height() {
        return 680 + notes.size() * TimelineArranger.LINE;
    }

    @Override
    public String toString() {
        return words();
    }
}
