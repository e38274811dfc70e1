package org.schedlab.lab.flightrecorder.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.symbols.Symbol;

/// Where the kernel's code comes to its tracepoints, wherever they were inlined: the jump table, which the
/// kernel keeps to switch them on, holds the address of every such place.
///
/// Source: struct jump_entry, `include/linux/jump_label.h`; struct tracepoint, `include/linux/tracepoint-defs.h`;
/// Linux 6.16 to 7.3.
final class Tracepoints {
    private static final int ENTRY_BYTES = 16;
    private static final long FLAGS = 3;

    private final Map<Long, List<Long>> sites = new HashMap<>();
    private final KernelMemory memory;
    private final long keyOffset;

    Tracepoints(KernelMemory memory) {
        this.memory = memory;
        keyOffset = memory.path("struct tracepoint", "key").offset();
        long start = memory.symbolAddress("__start___jump_table");
        int length = (int) (memory.symbolAddress("__stop___jump_table") - start);
        ByteBuffer table =
                ByteBuffer.wrap(memory.space().readBytes(start, length)).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + ENTRY_BYTES <= length; at += ENTRY_BYTES) {
            long code = start + at + table.getInt(at);
            long key = (start + at + 8 + table.getLong(at + 8)) & ~FLAGS;
            sites.computeIfAbsent(key, _ -> new ArrayList<>()).add(code);
        }
    }

    /// The addresses of the instructions that would become jumps if a tracepoint were on; empty if this kernel
    /// has no such tracepoint.
    List<Long> sites(String tracepoint) {
        Optional<Symbol> found = memory.image().symbols().find("__tracepoint_" + tracepoint);
        return found.map(symbol -> sites.getOrDefault(symbol.address() + keyOffset, List.of()))
                .orElse(List.of());
    }
}
