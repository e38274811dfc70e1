package org.schedlab.vm.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.schedlab.vm.LabException;
import org.schedlab.vm.linux.PerCpu;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.spec.Topology;

/// What the guest's kernel made of the topology it was given: the masks behind
/// `/sys/devices/system/cpu` and the domains its scheduler balances in. Reading it moves no guest
/// time.
///
/// @param places one for each CPU, ascending
public record SeenTopology(List<CpuPlace> places) {
    public SeenTopology {
        places = List.copyOf(places);
    }

    /// Reads it from a frozen guest that has brought up its CPUs.
    public static SeenTopology read(KernelMemory memory) {
        var domains = new SchedDomainReader(memory);
        var node = PerCpu.of(memory, "numa_node");
        // cpumask_var_t: a pointer to the bits or the bits themselves, as the kernel was configured
        var siblings = PerCpu.of(memory, "cpu_sibling_map");
        var llc = PerCpu.of(memory, "cpu_llc_shared_map");
        return new SeenTopology(memory.possibleCpus().stream()
                .mapToObj(cpu -> new CpuPlace(
                        cpu,
                        (int) node.onCpu(cpu).number(),
                        siblings.onCpu(cpu).cpus().stream().boxed().toList(),
                        llc.onCpu(cpu).cpus().stream().boxed().toList(),
                        domains.read(cpu)))
                .toList());
    }

    /// Does nothing if the guest sees what was declared.
    ///
    /// @throws LabException naming each CPU that stands elsewhere
    public void require(Topology declared) {
        List<String> faults = differences(declared);
        if (!faults.isEmpty()) {
            throw LabException.asked("the machine was to have the topology " + declared)
                    .found(String.join("; ", faults.subList(0, Math.min(faults.size(), 4)))
                            + (faults.size() > 4 ? String.format(Locale.ROOT, "; and %d more", faults.size() - 4) : ""))
                    .remedy("choose another topology, or another QEMU with SCHEDLAB_QEMU")
                    .exception();
        }
    }

    /// In what the guest's view differs from a declaration, a line for each difference; empty if in
    /// nothing.
    public List<String> differences(Topology declared) {
        if (places.size() != declared.cpus()) {
            return List.of(
                    String.format(Locale.ROOT, "the guest has %d CPUs instead of %d", places.size(), declared.cpus()));
        }
        List<String> faults = new ArrayList<>();
        for (CpuPlace place : places) {
            int cpu = place.cpu();
            compare(faults, cpu, "is in NUMA node", place.node(), declared.nodeOf(cpu));
            compare(faults, cpu, "shares a core with", place.siblings(), declared.cpusOfCore(declared.coreOf(cpu)));
            compare(faults, cpu, "shares an LLC with", place.llc(), declared.cpusOfLlc(declared.llcOf(cpu)));
            compare(
                    faults,
                    cpu,
                    "is in scheduling domains of",
                    place.domains().stream().map(SchedDomain::weight).toList(),
                    domainWeights(declared));
        }
        return faults;
    }

    private static void compare(List<String> faults, int cpu, String what, Object seen, Object declared) {
        if (!seen.equals(declared)) {
            faults.add(String.format(Locale.ROOT, "CPU %d %s %s instead of %s", cpu, what, seen, declared));
        }
    }

    /// The sizes of the scheduling domains of each CPU. A level that adds no CPU has no domain.
    private static List<Integer> domainWeights(Topology declared) {
        int core = declared.threads();
        int llc = core * declared.cores();
        int node = declared.cpus() / declared.nodes();
        return IntStream.of(core, llc, node, declared.cpus())
                .filter(weight -> weight > 1)
                .distinct()
                .boxed()
                .toList();
    }
}
