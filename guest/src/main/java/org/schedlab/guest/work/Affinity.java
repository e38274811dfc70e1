package org.schedlab.guest.work;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

/// Where workers may run. CPUs are numbered as [Topology] says. Within a cgroup the kernel lets them
/// run where both this and the cgroup's cpuset allow.
public sealed interface Affinity {

    /// The CPUs of worker 0, 1, …, in turn; empty when the workers are left where their cgroup lets
    /// them run.
    ///
    /// @throws LabException if the machine has no such LLC, sibling or CPU
    List<List<Integer>> cpuSets(Topology topology, int workers);

    /// Wherever their cgroup lets them run; this is the default.
    record Inherit() implements Affinity {
        @Override
        public List<List<Integer>> cpuSets(Topology topology, int workers) {
            return List.of();
        }
    }

    /// These CPUs.
    record Exact(List<Integer> cpus) implements Affinity {
        public Exact {
            cpus = List.copyOf(cpus);
            Choice.within("affinity Exact", "a number of CPUs of", cpus.size(), 1, Topology.MAX_CPUS);
            cpus.forEach(cpu -> Choice.cpu("affinity Exact", cpu));
        }

        @Override
        public List<List<Integer>> cpuSets(Topology topology, int workers) {
            return List.of(cpus);
        }
    }

    /// One CPU for all.
    record SingleCpu(int cpu) implements Affinity {
        public SingleCpu {
            Choice.cpu("affinity SingleCpu", cpu);
        }

        @Override
        public List<List<Integer>> cpuSets(Topology topology, int workers) {
            return List.of(List.of(cpu));
        }
    }

    /// Some CPUs of a set, drawn for each worker.
    ///
    /// @param seed equal seeds draw equal CPUs
    /// @param from the set
    /// @param count how many each worker gets
    record RandomSubset(long seed, List<Integer> from, int count) implements Affinity {
        public RandomSubset {
            from = List.copyOf(from);
            Choice.within("affinity RandomSubset", "count", count, 1, from.size());
            from.forEach(cpu -> Choice.cpu("affinity RandomSubset", cpu));
        }

        @Override
        public List<List<Integer>> cpuSets(Topology topology, int workers) {
            Random random = new Random(seed);
            return IntStream.range(0, workers).mapToObj(_ -> draw(random)).toList();
        }

        private List<Integer> draw(Random random) {
            List<Integer> shuffled = new ArrayList<>(from);
            Collections.shuffle(shuffled, random);
            return shuffled.subList(0, count).stream().sorted().toList();
        }
    }

    /// The CPUs that share one last-level cache.
    ///
    /// @param llc the cache, counted from 0 over all nodes
    record LlcAligned(int llc) implements Affinity {
        @Override
        public List<List<Integer>> cpuSets(Topology topology, int workers) {
            int size = topology.cores() * topology.threads();
            return List.of(range("LLC", llc, topology.llcs(), size, topology));
        }
    }

    /// The first two hardware threads of one core.
    ///
    /// @param core counted from 0 over all LLCs
    record SmtSiblingPair(int core) implements Affinity {
        @Override
        public List<List<Integer>> cpuSets(Topology topology, int workers) {
            if (topology.threads() < 2) {
                throw LabException.asked("there are no SMT siblings in " + topology)
                        .found("1 thread in each core")
                        .remedy("boot a machine with two, such as 1n1l2c2t")
                        .exception();
            }
            int cores = topology.cpus() / topology.threads();
            return List.of(
                    range("core", core, cores, topology.threads(), topology).subList(0, 2));
        }
    }

    /// Every CPU of the machine by name, as a program asks for that takes no notice of its cgroup.
    record CrossCgroup() implements Affinity {
        @Override
        public List<List<Integer>> cpuSets(Topology topology, int workers) {
            return List.of(IntStream.range(0, topology.cpus()).boxed().toList());
        }
    }

    private static List<Integer> range(String what, int number, int count, int size, Topology topology) {
        if (number < 0 || number >= count) {
            throw LabException.asked(String.format(Locale.ROOT, "there is no %s %d in %s", what, number, topology))
                    .available(String.format(Locale.ROOT, "0 to %d", count - 1))
                    .remedy("name one of those, or boot another topology")
                    .exception();
        }
        return IntStream.range(number * size, (number + 1) * size).boxed().toList();
    }
}
