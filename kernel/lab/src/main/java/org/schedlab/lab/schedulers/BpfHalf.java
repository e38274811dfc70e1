package org.schedlab.lab.schedulers;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.schedlab.guest.agent.SchedulerMap;
import org.schedlab.guest.scheduler.KnobSet;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.vm.memory.KernelMemory;

/// The BPF programs of the scheduler in charge as one sees them from outside: their variables and maps, whoever
/// has loaded them.
sealed interface BpfHalf permits SessionsBpf, LoadedBpf {
    /// Whose they are, for messages and captions.
    String name();

    /// Their variables.
    KnobSet knobs();

    /// Members of the scheduler's `struct sched_ext_ops` that are no knobs, with their values as text.
    Map<String, String> ops();

    /// The virtual address of the first variable of a section.
    long sectionStart(String section, KernelMemory memory);

    /// All their maps, those of variables too.
    List<SchedulerMap> maps();

    /// What a map holds; empty if it does not say.
    Optional<KnobSet.MapTypes> types(SchedulerMap map);

    /// The entries of a map, keys and values padded to 8 bytes.
    byte[] entries(GuestMachine guest, SchedulerMap map);
}
