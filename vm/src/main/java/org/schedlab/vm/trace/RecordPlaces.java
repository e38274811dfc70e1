package org.schedlab.vm.trace;

import org.schedlab.vm.memory.KernelMemory;

/// Where the flight recorder finds things in the guest; `capture.h` has the same.
///
/// @param directMap virtual address of all RAM (`page_offset_base`)
/// @param lowBytes bytes of RAM below 4 GiB
/// @param highBytes bytes of RAM from 4 GiB on
/// @param currentTask virtual address of CPU 0's `current_task`
/// @param runQueue virtual address of CPU 0's `runqueues`
/// @param perCpuOffsets virtual address, in the direct map, of `__per_cpu_offset`
public record RecordPlaces(
        long directMap, long lowBytes, long highBytes, long currentTask, long runQueue, long perCpuOffsets) {
    /// Where they are in this guest.
    public static RecordPlaces of(KernelMemory memory) {
        long offsets = memory.symbolAddress("__per_cpu_offset");
        var layout = memory.physical().layout();
        return new RecordPlaces(
                memory.pageOffset(),
                layout.lowBytes(),
                layout.size() - layout.lowBytes(),
                memory.currentTaskAddress(0),
                memory.perCpuAddress("runqueues", 0),
                memory.pageOffset() + memory.space().translate(offsets));
    }
}
