package org.schedlab.guest.cgroup;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

/// CPUs, told by what they have in common; which they are is found out when a machine's topology is
/// known.
///
/// All CPUs of the machine count, also CPU 0, where the agent lives: it takes next to no time.
public sealed interface CpusetSpec {

    /// The CPUs that share a last-level cache, counted from 0 through all nodes.
    record Llc(int index) implements CpusetSpec {}

    /// The CPUs of a NUMA node.
    record Numa(int node) implements CpusetSpec {}

    /// A stretch of the CPUs in the order of their numbers, from one fraction to another, both
    /// rounded to whole CPUs: `Range(0, 0.5)` and `Range(0.5, 1)` meet without overlap.
    record Range(double start, double end) implements CpusetSpec {}

    /// One of several parts of the CPUs that are as equal as can be and have no CPU in common.
    ///
    /// @param index from 0
    record Disjoint(int index, int of) implements CpusetSpec {}

    /// As [Disjoint], but each part reaches into the next, and the last one into the first.
    ///
    /// @param fraction how far, as a fraction of the part, above 0 and at most 1; rounded up to whole
    ///     CPUs
    record Overlap(int index, int of, double fraction) implements CpusetSpec {}

    /// These CPUs.
    record Exact(List<Integer> cpus) implements CpusetSpec {
        public Exact {
            cpus = List.copyOf(cpus);
        }
    }

    /// The CPUs in a machine of this topology, in order, at least one.
    ///
    /// @throws LabException if there are no such CPUs; says which there are
    default List<Integer> resolve(Topology topology) {
        int all = topology.cpus();
        List<Integer> cpus = switch (this) {
            case Llc llc -> topology.cpusOfLlc(llc.index());
            case Numa numa -> topology.cpusOfNode(numa.node());
            case Range range -> between(range.start(), range.end(), topology);
            case Disjoint part -> part(part.index(), part.of(), topology);
            case Overlap part -> overlapping(part, topology);
            case Exact exact -> List.copyOf(new TreeSet<>(exact.cpus()));
        };
        if (cpus.isEmpty() || cpus.getFirst() < 0 || cpus.getLast() >= all) {
            throw refusal(topology, cpus.isEmpty() ? "no CPU at all" : "CPUs " + cpus, "CPU 0 to " + (all - 1));
        }
        return cpus;
    }

    private List<Integer> part(int index, int of, Topology topology) {
        if (of < 1 || of > topology.cpus() || index < 0 || index >= of) {
            throw refusal(
                    topology,
                    String.format(Locale.ROOT, "part %d of %d, counted from 0", index, of),
                    String.format(Locale.ROOT, "1 to %d parts, and part 0 to the last", topology.cpus()));
        }
        int all = topology.cpus();
        return IntStream.range(index * all / of, (index + 1) * all / of).boxed().toList();
    }

    private List<Integer> between(double start, double end, Topology topology) {
        if (!(start >= 0 && start < end && end <= 1)) {
            throw refusal(topology, "from %s to %s".formatted(start, end), "fractions with 0 <= start < end <= 1");
        }
        int all = topology.cpus();
        return IntStream.range((int) Math.round(start * all), (int) Math.round(end * all))
                .boxed()
                .toList();
    }

    private List<Integer> overlapping(Overlap overlap, Topology topology) {
        if (!(overlap.fraction() > 0 && overlap.fraction() <= 1)) {
            throw refusal(topology, "an overlap of " + overlap.fraction(), "a fraction above 0, at most 1");
        }
        List<Integer> own = part(overlap.index(), overlap.of(), topology);
        int more = (int) Math.ceil(own.size() * overlap.fraction());
        return IntStream.range(own.getFirst(), own.getFirst() + own.size() + more)
                .map(cpu -> cpu % topology.cpus())
                .sorted()
                .distinct()
                .boxed()
                .toList();
    }

    private LabException refusal(Topology topology, String found, String available) {
        return LabException.asked("the machine %s does not have the %s".formatted(topology, words()))
                .found(found)
                .available(available)
                .remedy("choose other CPUs, or boot a machine that has these")
                .exception();
    }

    /// What it says, in a few words.
    default String words() {
        return switch (this) {
            case Llc llc -> "CPUs of LLC " + llc.index();
            case Numa numa -> "CPUs of node " + numa.node();
            case Range range -> "CPUs from %s to %s".formatted(range.start(), range.end());
            case Disjoint part -> String.format(Locale.ROOT, "CPUs of part %d of %d", part.index(), part.of());
            case Overlap part ->
                String.format(
                        Locale.ROOT,
                        "CPUs of part %d of %d and %s of the next",
                        part.index(),
                        part.of(),
                        part.fraction());
            case Exact exact -> "CPUs " + text(exact.cpus());
        };
    }

    /// CPUs as the kernel writes them: `0-2,5`.
    static String text(List<Integer> cpus) {
        TreeSet<Integer> sorted = new TreeSet<>(cpus);
        return sorted.stream()
                .filter(cpu -> !sorted.contains(cpu - 1))
                .map(first -> {
                    int last = first;
                    while (sorted.contains(last + 1)) {
                        last++;
                    }
                    return first == last ? "" + first : first + "-" + last;
                })
                .collect(Collectors.joining(","));
    }
}
