package org.schedlab.vm.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.KernelMemory;

/// The machine code of one function of a BPF program that the kernel has loaded, and from which lines of its source
/// it was made. A value.
///
/// Source: `bpf_kallsyms`, struct bpf_ksym, struct bpf_prog_aux, `include/linux/bpf.h`, `kernel/bpf/core.c`; struct
/// bpf_line_info, `include/uapi/linux/bpf.h`; Linux 6.16 to 7.3.
///
/// @param name as in /proc/kallsyms: `bpf_prog_`, the program's tag, its function
/// @param first address of its first byte
/// @param end the address behind its last one
/// @param lines by address; empty if the program was loaded without them
public record BpfCode(String name, long first, long end, List<Line> lines) {
    private static final int NAME = 512;
    private static final int LINE_INFO = 16;
    private static final int MOST_LINES = 200_000;
    private static final int COLUMN_BITS = 10;

    /// Where a line's code begins.
    ///
    /// @param address of its first instruction
    /// @param file as the compiler was given it
    /// @param number from 1
    /// @param text the line, without the blanks around it
    public record Line(long address, String file, int number, String text) {}

    public BpfCode {
        lines = List.copyOf(lines);
    }

    /// All functions of BPF programs that there are, trampolines and dispatchers too.
    public static List<BpfCode> of(KernelMemory memory) {
        return of(memory, _ -> true);
    }

    /// The same without their lines, which take far longer to read than all the rest.
    public static List<BpfCode> withoutLines(KernelMemory memory) {
        return of(memory, _ -> false);
    }

    /// The same with the lines of some.
    ///
    /// @param wanted whether the lines of one, which it is given without them, are to be read
    public static List<BpfCode> of(KernelMemory memory, Predicate<BpfCode> wanted) {
        if (memory.image().symbols().find("bpf_kallsyms").isEmpty()) {
            return List.of();
        }
        return KernelObject.global(memory, "bpf_kallsyms", "struct list_head")
                .entries("struct bpf_ksym", "lnode")
                .stream()
                .map(symbol -> read(memory, symbol, wanted))
                .toList();
    }

    /// Where the kernel has what it knows of the program that was loaded last, so that one more is seen; 0 if the
    /// kernel
    /// has no BPF.
    public static long lastLoaded(KernelMemory memory) {
        return memory.image().symbols().find("bpf_kallsyms").isEmpty()
                ? 0
                : KernelObject.global(memory, "bpf_kallsyms", "struct list_head")
                        .member("prev")
                        .pointer();
    }

    private static BpfCode read(KernelMemory memory, KernelObject symbol, Predicate<BpfCode> wanted) {
        long first = symbol.member("start").number();
        long end = symbol.member("end").number();
        BpfCode code = new BpfCode(symbol.member("name").text(NAME), first, end, List.of());
        if (!wanted.test(code) || !symbol.member("prog").isTrue()) {
            return code;
        }
        KernelObject program = symbol.containerOf("struct bpf_prog_aux", "ksym");
        return new BpfCode(code.name, first, end, lines(memory, program, first, end));
    }

    /// Whether it is the same code, whatever is known of its lines: the name has a hash of the program.
    public boolean isSame(BpfCode other) {
        return first == other.first && end == other.end && name.equals(other.name);
    }

    private static List<Line> lines(KernelMemory memory, KernelObject program, long first, long end) {
        int count = (int) Math.min(MOST_LINES, program.member("nr_linfo").number());
        long addresses = program.member("jited_linfo").pointer();
        if (count == 0 || addresses == 0) {
            return List.of();
        }
        try {
            return lines(
                    words(memory, addresses, count * Long.BYTES),
                    words(memory, program.member("linfo").pointer(), count * LINE_INFO),
                    strings(memory, program.member("btf").dereference()),
                    first,
                    end);
        } catch (LabException _) {
            return List.of(); // not a reason to have no name for the function
        }
    }

    private static ByteBuffer words(KernelMemory memory, long address, int bytes) {
        return ByteBuffer.wrap(memory.space().readBytes(address, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] strings(KernelMemory memory, KernelObject btf) {
        return memory.space().readBytes(btf.member("strings").pointer(), (int)
                btf.member("hdr.str_len").number());
    }

    private static List<Line> lines(ByteBuffer addresses, ByteBuffer infos, byte[] strings, long first, long end) {
        List<Line> found = new ArrayList<>();
        for (int i = 0; i < addresses.capacity() / Long.BYTES; i++) {
            long address = addresses.getLong(i * Long.BYTES);
            if (address >= first && address < end) {
                int at = i * LINE_INFO;
                found.add(new Line(
                        address,
                        text(strings, infos.getInt(at + 4)),
                        infos.getInt(at + 12) >>> COLUMN_BITS,
                        text(strings, infos.getInt(at + 8)).strip()));
            }
        }
        found.sort(Comparator.comparingLong(Line::address));
        return found;
    }

    private static String text(byte[] strings, int at) {
        if (at < 0 || at >= strings.length) {
            return "";
        }
        int end = at;
        while (end < strings.length && strings[end] != 0) {
            end++;
        }
        return new String(strings, at, end - at, StandardCharsets.UTF_8);
    }

    /// Whether an address lies in it.
    public boolean covers(long address) {
        return address >= first && address < end;
    }

    /// The line that an instruction was made from; empty if that is not known.
    public Optional<Line> line(long address) {
        Line found = null;
        for (Line each : lines) {
            if (each.address() > address) {
                break;
            }
            found = each;
        }
        return Optional.ofNullable(found);
    }

    /// Its name as in the source: without `bpf_prog_` and the tag.
    public String function() {
        String[] parts = name.split("_", 4);
        return name.startsWith("bpf_prog_") && parts.length == 4 ? parts[3] : name;
    }
}
