package org.schedlab.lab.schedulers;

import org.schedlab.guest.agent.SchedulerMap;
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
        String file = "files->fdt->fd[" + map.fileDescriptor() + "]->private_data";
        long address = memory.reader("struct task_struct", file).read(agent);
        long id = memory.reader("struct bpf_map", "id").read(address);
        if (id != map.id()) {
            throw new IllegalStateException("file %d of the agent is the map %d, not %d, %s"
                    .formatted(map.fileDescriptor(), id, map.id(), map.name()));
        }
        return memory.reader("struct bpf_array", "value").address(address);
    }
}
