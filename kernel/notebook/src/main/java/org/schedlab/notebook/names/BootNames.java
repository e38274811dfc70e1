package org.schedlab.notebook.names;

import java.util.List;
import java.util.stream.Stream;

import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.vm.spec.Topology;

/// Shapes and sizes that machines often have. Stateless.
public final class BootNames {
    private static final List<String> SHAPES =
            List.of("1n1l1c1t", "1n1l2c1t", "1n1l4c1t", "1n1l8c1t", "1n2l2c1t", "2n2l2c1t", "1n2l2c2t");

    private BootNames() {}

    /// NUMA nodes, LLCs, cores and threads, with the number of CPUs.
    public static List<Suggestion> topologies() {
        return SHAPES.stream()
                .map(shape ->
                        Suggestion.of(shape, "CPUs: " + Topology.parse(shape).cpus()))
                .toList();
    }

    /// Sizes of memory.
    public static List<Suggestion> memories() {
        return Stream.of("256M", "512M", "1G", "2G")
                .map(size -> Suggestion.of(size, "of guest RAM"))
                .toList();
    }
}
