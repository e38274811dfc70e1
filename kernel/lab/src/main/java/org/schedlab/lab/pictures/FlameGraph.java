package org.schedlab.lab.pictures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Stacks by how many samples have them: a box for each function, above the one that called it, as wide as
/// its share. Boxes that are narrower than a pixel are left out. A value; thread-safe.
public final class FlameGraph implements Picture {
    private static final int MOST_WORDS = 20;

    private final String title;
    private final List<String> captions;
    private final String unit;
    private final Theme theme;
    private final Node root;
    private final int depth;

    /// What one box is.
    ///
    /// @param name of the function, or of whose stack it is
    /// @param samples that have it at this place of their stacks
    /// @param above what it called, the widest first
    public record Node(String name, long samples, List<Node> above) {
        public Node {
            above = List.copyOf(above);
        }
    }

    private static final class Growing {
        private final TreeMap<String, Growing> above = new TreeMap<>();
        private long samples;

        void add(List<String> stack, long count) {
            samples += count;
            if (!stack.isEmpty()) {
                above.computeIfAbsent(stack.getFirst(), _ -> new Growing()).add(stack.subList(1, stack.size()), count);
            }
        }

        Node node(String name) {
            return new Node(
                    name,
                    samples,
                    above.entrySet().stream()
                            .map(each -> each.getValue().node(each.getKey()))
                            .sorted(Comparator.comparingLong(Node::samples).reversed())
                            .toList());
        }
    }

    private FlameGraph(String title, List<String> captions, String unit, Theme theme, Node root) {
        this.title = title;
        this.captions = captions;
        this.unit = unit;
        this.theme = theme;
        this.root = root;
        this.depth = depth(root);
    }

    /// Of stacks in lines as `flamegraph.pl` reads them.
    ///
    /// @param captions below the title: what a sample is, and when and where they were taken
    /// @param folded `outermost;…;innermost` and how many samples have that stack
    public static FlameGraph of(String title, List<String> captions, Map<String, Long> folded, Theme theme) {
        return of(title, captions, folded, "samples", theme);
    }

    /// The same of something else than samples.
    ///
    /// @param unit of what is counted, such as `ns`
    public static FlameGraph of(
            String title, List<String> captions, Map<String, Long> folded, String unit, Theme theme) {
        Growing all = new Growing();
        folded.forEach((stack, count) -> all.add(List.of(stack.split(";", -1)), count));
        return new FlameGraph(title, List.copyOf(captions), unit, theme, all.node("all"));
    }

    private static int depth(Node node) {
        return 1 + node.above().stream().mapToInt(FlameGraph::depth).max().orElse(0);
    }

    /// All samples; what is above are the stacks.
    public Node root() {
        return root;
    }

    String unit() {
        return unit;
    }

    String title() {
        return title;
    }

    List<String> captions() {
        return captions;
    }

    /// How many boxes stand above each other at most.
    int depth() {
        return depth;
    }

    @Override
    public String words() {
        List<String> lines = new ArrayList<>(List.of(title));
        lines.addAll(captions);
        Map<String, Long> own = new TreeMap<>();
        ownSamples(root, own);
        own.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_WORDS)
                .map(each -> String.format(
                        Locale.ROOT, "%5.1f %% %s", 100.0 * each.getValue() / root.samples(), each.getKey()))
                .forEach(lines::add);
        return String.join("\n", lines);
    }

    private static void ownSamples(Node node, Map<String, Long> own) {
        long others = node.above().stream().mapToLong(Node::samples).sum();
        if (node.samples() > others) {
            own.merge(node.name(), node.samples() - others, Long::sum);
        }
        node.above().forEach(each -> ownSamples(each, own));
    }

    @Override
    public String svg() {
        return Images.svg(this, theme, pen -> new FlameDrawing(this, theme, pen).draw());
    }

    @Override
    public byte[] png() {
        return Images.png(this, theme, pen -> new FlameDrawing(this, theme, pen).draw());
    }

    @Override
    public String html() {
        return Images.svgHtml(this);
    }

    @Override
    public int width() {
        return FlameDrawing.WIDTH;
    }

    @Override
    public int height() {
        return FlameDrawing.height(captions.size(), depth);
    }

    @Override
    public String toString() {
        return words();
    }
}
