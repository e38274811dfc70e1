package org.schedlab.vm.freeze;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.MappedRange;
import org.schedlab.vm.symbols.Symbol;

/// Refuses writes to what the kernel itself may not write: text, read-only data, pages mapped
/// read-only.
final class WriteGuard {
    private final KernelMemory memory;
    private final List<Range> readOnly = new ArrayList<>();

    private record Range(long start, long end, String what) {}

    WriteGuard(KernelMemory memory) {
        this.memory = memory;
        range("_stext", "_etext", "the kernel's code");
        range("__start_rodata", "__end_rodata", "the kernel's read-only data");
    }

    private void range(String start, String end, String what) {
        Optional<Symbol> first = memory.image().symbols().find(start);
        Optional<Symbol> last = memory.image().symbols().find(end);
        if (first.isPresent() && last.isPresent()) {
            readOnly.add(new Range(first.get().address(), last.get().address(), what));
        }
    }

    /// @throws LabException if any of these bytes is read-only
    void require(Target target, long address, int bytes) {
        if (target instanceof TypedAddress typed && !typed.readOnly().isEmpty()) {
            throw LabException.asked("%s cannot be written.".formatted(target.text()))
                    .found(typed.readOnly())
                    .remedy("write to something else")
                    .exception();
        }
        for (Range range : readOnly) {
            if (address >= range.start() && address < range.end()) {
                throw refusal(target, address, range.what());
            }
        }
        long next = address;
        while (next < address + bytes) {
            MappedRange page = memory.space().walk(next);
            if (!page.writable()) {
                throw refusal(target, next, "a page that the kernel maps read-only");
            }
            next = page.virtualAddress() + page.bytes();
        }
    }

    private static LabException refusal(Target target, long address, String what) {
        return LabException.asked("%s cannot be written.".formatted(target.text()))
                .found(String.format(Locale.ROOT, "the virtual address %#x lies in %s", address, what))
                .remedy("write to data; code and constants are changed by booting another kernel")
                .exception();
    }
}
