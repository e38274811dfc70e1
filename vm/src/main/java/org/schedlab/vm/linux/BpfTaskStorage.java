package org.schedlab.vm.linux;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.schedlab.vm.memory.KernelMemory;

/// What a BPF map of the type task_storage keeps for each task, read out of memory. Stateless.
///
/// Source: struct bpf_local_storage_map, struct bpf_local_storage_elem, struct bpf_local_storage,
/// include/linux/bpf_local_storage.h; Linux 6.16 to 7.3.
public final class BpfTaskStorage {
    private static final String ELEMENT = "struct bpf_local_storage_elem";

    private BpfTaskStorage() {}

    /// The value of one task.
    ///
    /// @param pid of the thread
    /// @param value where it stands, as many bytes as the map's values have
    public record Entry(String task, int pid, long value) {}

    /// What a map keeps, by the tasks' ids; nothing for a task that the scheduler has not asked it for.
    ///
    /// @param map of the type task_storage
    /// @throws org.schedlab.vm.LabException if its memory cannot be read
    public static List<Entry> of(KernelMemory memory, BpfMap map) {
        KernelObject storage = map.object().containerOf("struct bpf_local_storage_map", "map");
        KernelObject buckets = storage.member("buckets");
        long count = 1L << storage.member("bucket_log").number();
        long data = memory.path(ELEMENT, "sdata.data").offset();
        List<Entry> found = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            for (KernelObject each : buckets.element(i).member("list").entries(ELEMENT, "map_node")) {
                KernelObject owner = each.member("local_storage->owner");
                if (!owner.isNull()) {
                    KernelObject task = owner.dereference("struct task_struct");
                    found.add(new Entry(
                            task.member("comm").text(), (int) task.member("pid").number(), each.address() + data));
                }
            }
        }
        found.sort(Comparator.comparingInt(Entry::pid));
        return found;
    }
}
