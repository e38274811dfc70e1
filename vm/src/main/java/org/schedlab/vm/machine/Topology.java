package org.schedlab.vm.machine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.vm.LabException;

/// The CPUs of a machine: NUMA nodes, last-level caches (LLCs), cores, hardware threads. Written `1n1l4c1t`.
///
/// Guest CPU numbers run through threads first, then cores, LLCs, nodes. Each LLC is a package of its own.
/// All memory belongs to node 0; the other nodes have CPUs only.
///
/// @param nodes NUMA nodes
/// @param llcs LLCs in each node
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
        long cpus = (long) nodes * llcs * cores * threads;
        if (cpus > MAX_CPUS) {
            throw LabException.asked("the topology " + text(nodes, llcs, cores, threads) + " is too large")
                    .found(cpus + " vCPUs")
                    .available("1 to " + MAX_CPUS + " vCPUs")
                    .remedy("make one of the levels smaller")
                    .exception();
        }
    }

    /// Reads `<nodes>n<LLCs per node>l<cores per LLC>c<threads per core>t`.
    public static Topology parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw LabException.asked("'" + text + "' is no topology")
                    .available("<nodes>n<LLCs per node>l<cores per LLC>c<threads per core>t")
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
        return nodes * llcs * cores * threads;
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
