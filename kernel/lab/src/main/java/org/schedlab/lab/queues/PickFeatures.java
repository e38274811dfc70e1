package org.schedlab.lab.queues;

import java.util.HashMap;
import java.util.Map;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.memory.KernelMemory;

/// The features of the kernel's scheduler that decide whom EEVDF picks, as they are set at this instant
/// (`/sys/kernel/debug/sched/features`). Used by one thread, while the guest stands.
///
/// Source: `kernel/sched/features.h`, Linux 6.6 to 7.3. A kernel built without `CONFIG_SCHED_DEBUG` has them as
/// constants, with the same name.
final class PickFeatures {
    private static final String SET = "sysctl_sched_features";
    private static final String PREFIX = "__SCHED_FEAT_";

    private final KernelMemory memory;
    private final Map<String, Long> bits;
    private final boolean readable;

    PickFeatures(KernelMemory memory) {
        this.memory = memory;
        bits = bits(memory.image().btf());
        readable = memory.image().symbols().find(SET).isPresent();
    }

    private static Map<String, Long> bits(Btf btf) {
        Map<String, Long> bits = new HashMap<>();
        for (int id : btf.enums()) {
            if (btf.type(id) instanceof BtfType.Enumerated each) {
                each.values().stream()
                        .filter(value -> value.name().startsWith(PREFIX))
                        .forEach(value -> bits.put(value.name().substring(PREFIX.length()), value.value()));
            }
        }
        return bits;
    }

    /// Whether a feature is on.
    ///
    /// @param usual what it is where the kernel does not let it be changed
    private boolean isOn(String feature, boolean usual) {
        Long bit = bits.get(feature);
        if (bit == null || !readable) {
            return usual;
        }
        return (memory.space().read(memory.symbolAddress(SET), Integer.BYTES) >> bit & 1) != 0;
    }

    /// Whether `cfs_rq->next` goes before others. Where no feature of its own says so, as up to 6.11, only with
    /// `NEXT_BUDDY`, which is off unless somebody sets it; the field is written without it too.
    boolean picksBuddies() {
        return bits.containsKey("PICK_BUDDY") ? isOn("PICK_BUDDY", true) : isOn("NEXT_BUDDY", false);
    }

    /// Whether who has run stays until its slice is over or it is not eligible any more.
    boolean runsToParity() {
        return isOn("RUN_TO_PARITY", true);
    }

    /// Whether a task that goes to sleep stays in the tree until its lag is used up.
    boolean delaysDequeue() {
        return isOn("DELAY_DEQUEUE", true);
    }
}
