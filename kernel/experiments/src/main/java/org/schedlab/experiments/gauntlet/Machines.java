package org.schedlab.experiments.gauntlet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.spec.Topology;

/// In which order machines are tried, so that those that tell most come first: each next one is the one that shows
/// most of what none before it showed, for the time that it takes. Not thread-safe.
final class Machines {
    private static final double BOOT_SECONDS = 5;
    private static final double BOOT_SECONDS_PER_CPU = 1;
    private static final double CELL_SECONDS = 0.7;
    private static final double CELL_SECONDS_PER_CPU = 0.12;

    /// A pair of kernel and kind of topology tells something even if both were met with others.
    private static final double OF_A_PAIR = 0.3;

    /// Any machine that was not tried tells something.
    private static final double OF_ANY = 0.1;

    private final List<Machine> left;
    private final Set<String> shown = new HashSet<>();

    /// A kernel on a topology.
    record Machine(String kernel, Preset preset) {}

    Machines(List<Machine> all) {
        left = new ArrayList<>(all);
    }

    /// The most telling one of those that can be done in a time.
    ///
    /// @param seconds by the estimates of this class
    /// @param loads how many cells each machine has
    /// @return empty if none can
    Optional<Machine> next(double seconds, int loads) {
        @Nullable Machine best = null;
        double most = 0;
        for (Machine each : left) {
            double cost = seconds(each.preset().topology(), loads);
            double value = value(each) / cost;
            if (cost <= seconds && value > most) {
                best = each;
                most = value;
            }
        }
        if (best != null) {
            done(best);
        }
        return Optional.ofNullable(best);
    }

    /// This one was tried: what it shows is known.
    void done(Machine machine) {
        left.remove(machine);
        shown.addAll(features(machine));
        shown.addAll(pairs(machine));
    }

    private double value(Machine machine) {
        long single =
                features(machine).stream().filter(each -> !shown.contains(each)).count();
        long pairs =
                pairs(machine).stream().filter(each -> !shown.contains(each)).count();
        return single + OF_A_PAIR * pairs + OF_ANY;
    }

    private static Set<String> pairs(Machine machine) {
        Set<String> pairs = new LinkedHashSet<>();
        kinds(machine.preset().topology()).forEach(kind -> pairs.add(machine.kernel() + " " + kind));
        return pairs;
    }

    private static Set<String> features(Machine machine) {
        Set<String> features = kinds(machine.preset().topology());
        features.add("kernel " + machine.kernel());
        return features;
    }

    /// What a scheduler may get wrong about a topology.
    static Set<String> kinds(Topology topology) {
        Set<String> kinds = new LinkedHashSet<>();
        int cpus = topology.cpus();
        kinds.add(cpus == 1 ? "one CPU" : cpus <= 4 ? "few CPUs" : cpus <= 16 ? "some CPUs" : "many CPUs");
        if (topology.llcs() > 1) {
            kinds.add("several LLCs");
        }
        if (topology.nodes() > 1) {
            kinds.add("several nodes");
        }
        if (topology.threads() > 1) {
            kinds.add("SMT");
        }
        if (Integer.bitCount(cpus) > 1) {
            kinds.add("no power of two");
        }
        if (cpus == Topology.MAX_CPUS) {
            kinds.add("as many CPUs as can be");
        }
        return kinds;
    }

    /// How long a machine takes with a cold boot: what was measured on a host of two CPUs.
    static double seconds(Topology topology, int loads) {
        int cpus = topology.cpus();
        return BOOT_SECONDS + BOOT_SECONDS_PER_CPU * cpus + loads * (CELL_SECONDS + CELL_SECONDS_PER_CPU * cpus);
    }

    /// How many are left.
    int left() {
        return left.size();
    }
}
