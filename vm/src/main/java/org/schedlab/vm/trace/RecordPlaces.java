package org.schedlab.vm.trace;

/// Where the flight recorder finds things in the guest; `capture.h` has the same.
///
/// @param directMap virtual address of all RAM (`page_offset_base`)
/// @param lowBytes bytes of RAM below 4 GiB
/// @param highBytes bytes of RAM from 4 GiB on
/// @param currentTask virtual address of CPU 0's `current_task`
/// @param runQueue virtual address of CPU 0's `runqueues`
/// @param perCpuOffsets virtual address, in the direct map, of `__per_cpu_offset`
public record RecordPlaces(
        long directMap, long lowBytes, long highBytes, long currentTask, long runQueue, long perCpuOffsets) {}
