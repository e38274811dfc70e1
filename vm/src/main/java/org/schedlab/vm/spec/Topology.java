package org.schedlab.vm.spec;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.schedlab.vm.LabException;

/// The CPUs of a machine: NUMA nodes, last-level caches (LLCs), cores, hardware threads. Written
/// `1n1l4c1t`.
///
/// Guest CPU numbers run through threads first, then cores, LLCs, nodes. Each LLC is a package of its
/// own. All memory belongs to node 0; the other nodes have CPUs only.
///
/// @param nodes NUMA nodes
/// @param llcs LLCs in the whole machine, a multiple of `nodes`: each node has as many
/// @param cores cores that share an LLC
/// @param threads hardware threads in each core
public record Topology(int nodes, int llcs, int cores, int threads) {
    /// The most vCPUs a machine can have.
    public static final int MAX_CPUS = 64;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})n(\\d{1,4})l(\\d{1,4})c(\\d{1,4})t");

    public Topology {
        if (nodes < 1 || llcs < 1 || cores < 1 || threads < 1) {
            throw LabException.asked("no machine has the topology " + text(nodes, llcs, cores, threads))
                    .found("a count that is not positive")
                    .remedy("give every level at least 1, for example 1n1l4c1t")
                    .exception();
        }
        if (llcs % nodes != 0) {
            throw LabException.asked("no machine has the topology " + text(nodes, llcs, cores, threads))
                    .found(String.format(Locale.ROOT, "%d LLCs, which %d NUMA nodes cannot share evenly", llcs, nodes))
                    .available("LLCs of the whole machine, a multiple of its nodes")
                    .remedy("write for example " + text(nodes, nodes * Math.ceilDiv(llcs, nodes), cores, threads))
                    .exception();
        }
        long cpus = (long) llcs * cores * threads;
        if (cpus > MAX_CPUS) {
            throw LabException.asked("the topology " + text(nodes, llcs, cores, threads) + " is too large")
                    .found(cpus + " vCPUs")
                    .available("1 to " + MAX_CPUS + " vCPUs")
                    .remedy("make one of the levels smaller")
                    .exception();
        }
    }

    /// Reads `<NUMA nodes>n<LLCs>l<cores per LLC>c<threads per core>t`.
    public static Topology parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw LabException.asked("'" + text + "' is not a topology")
                    .available("<NUMA nodes>n<LLCs>l<cores per LLC>c<threads per core>t")
                    .remedy("write for example 1n1l4c1t: four cores that share one cache")
                    .exception();
        }
        return new Topology(number(matcher, 1), number(matcher, 2), number(matcher, 3), number(matcher, 4));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    /// How many vCPUs that makes.
    public int cpus() {
        return llcs * cores * threads;
    }

    /// The NUMA node of a CPU, from 0.
    public int nodeOf(int cpu) {
        return cpu / (cpus() / nodes);
    }

    /// The LLC of a CPU, from 0, counted through the whole machine.
    public int llcOf(int cpu) {
        return cpu / (cores * threads);
    }

    /// The core of a CPU, from 0, counted through the whole machine.
    public int coreOf(int cpu) {
        return cpu / threads;
    }

    /// The CPUs of a NUMA node, ascending.
    ///
    /// @throws LabException if there is no such node
    public List<Integer> cpusOfNode(int node) {
        return group("NUMA node", node, nodes);
    }

    /// The CPUs that share a last-level cache, ascending.
    ///
    /// @param llc counted through the whole machine
    /// @throws LabException if there is no such LLC
    public List<Integer> cpusOfLlc(int llc) {
        return group("LLC", llc, llcs);
    }

    /// The hardware threads of a core, ascending.
    ///
    /// @param core counted through the whole machine
    /// @throws LabException if there is no such core
    public List<Integer> cpusOfCore(int core) {
        return group("core", core, llcs * cores);
    }

    private List<Integer> group(String level, int number, int groups) {
        if (number < 0 || number >= groups) {
            throw LabException.asked(
                            String.format(Locale.ROOT, "there is no %s %d in the topology %s", level, number, this))
                    .available("0 to " + (groups - 1))
                    .remedy("count from 0")
                    .exception();
        }
        int size = cpus() / groups;
        return IntStream.range(number * size, (number + 1) * size).boxed().toList();
    }

    /// The form that [#parse(String)] reads.
    @Override
    public String toString() {
        return text(nodes, llcs, cores, threads);
    }

    private static String text(int nodes, int llcs, int cores, int threads) {
        return nodes + "n" + llcs + "l" + cores + "c" + threads + "t";
    }
}
