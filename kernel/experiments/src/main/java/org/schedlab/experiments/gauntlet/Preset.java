package org.schedlab.experiments.gauntlet;

import java.util.List;
import java.util.stream.Stream;

import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

/// A topology of the gauntlet. Immutable.
///
/// @param name what tables call it
/// @param topology the CPUs
public record Preset(String name, Topology topology) {
    private static final List<Preset> ALL = Stream.of(
                    "single 1n1l1c1t",
                    "tiny-1llc 1n1l4c1t",
                    "tiny-2llc 1n2l2c1t",
                    "odd-1llc 1n1l3c1t",
                    "odd-3llc 1n3l3c1t",
                    "odd-5llc 1n5l3c1t",
                    "odd-7llc 1n7l2c1t",
                    "smt-1llc 1n1l1c2t",
                    "smt-2llc 1n2l2c2t",
                    "smt-3llc 1n3l2c2t",
                    "medium-4llc 1n4l4c2t",
                    "medium-4llc-nosmt 1n4l8c1t",
                    "medium-8llc 1n8l2c2t",
                    "medium-8llc-nosmt 1n8l4c1t",
                    "large-4llc 1n4l8c2t",
                    "large-4llc-nosmt 1n4l16c1t",
                    "large-8llc 1n8l4c2t",
                    "near-max-llc 1n15l2c2t",
                    "max-cpu-nosmt 1n16l4c1t",
                    "numa2-2llc 2n2l2c1t",
                    "numa2-4llc 2n4l2c2t",
                    "numa2-8llc 2n8l4c2t",
                    "numa4-8llc 4n8l2c2t",
                    "numa4-12llc 4n12l2c2t")
            .map(line -> line.split(" ", 2))
            .map(parts -> new Preset(parts[0], Topology.parse(parts[1])))
            .toList();

    /// All of them, 1 to 64 CPUs.
    public static List<Preset> all() {
        return ALL;
    }

    /// The preset of a name, or a topology such as `1n2l2c1t` under that name.
    ///
    /// @throws LabException it is neither; says which presets there are
    public static Preset named(String name) {
        return ALL.stream()
                .filter(each ->
                        each.name().equals(name) || each.topology().toString().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    if (name.matches("\\d+n.*")) {
                        return new Preset(name, Topology.parse(name));
                    }
                    throw LabException.asked("there is no topology '%s'".formatted(name))
                            .available(String.join(
                                    ", ", ALL.stream().map(Preset::name).toList()))
                            .remedy("name some of these, or write one, such as 1n2l2c1t")
                            .exception();
                });
    }

    /// With its topology.
    String words() {
        return name.equals(topology.toString()) ? name : "%s (%s)".formatted(name, topology);
    }

    @Override
    public String toString() {
        return name;
    }
}
