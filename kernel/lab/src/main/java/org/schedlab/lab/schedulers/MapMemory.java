package org.schedlab.lab.schedulers;

import java.util.Locale;

import org.schedlab.guest.agent.SchedulerMap;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.memory.KernelMemory;

/// Where the kernel keeps what is in a BPF map. Stateless.
///
/// Source: struct fdtable (include/linux/fdtable.h), struct bpf_map and struct bpf_array
/// (include/linux/bpf.h), Linux 6.16 to 7.3.
public final class MapMemory {
    private MapMemory() {}

    /// The virtual address of the first value of an array map, such as the one that holds an object's
    /// variables.
    ///
    /// @param memory of the frozen guest
    /// @param agent address of the agent's `task_struct`: the map is one of its open files
    public static long firstValue(KernelMemory memory, long agent, SchedulerMap map) {
        KernelObject found = KernelObject.at(memory, "struct task_struct", agent)
                .member("files->fdt->fd")
                .element(map.fileDescriptor())
                .member("->private_data")
                .dereference("struct bpf_map");
        long id = found.member("id").number();
        if (id != map.id()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "file %d of the agent is the map %d, not %d, %s",
                    map.fileDescriptor(),
                    id,
                    map.id(),
                    map.name()));
        }
        return found.containerOf("struct bpf_array", "map").member("value").address();
    }
}
