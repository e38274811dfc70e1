package org.schedlab.lab.schedulers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.vm.linux.BpfCode;
import org.schedlab.vm.linux.BpfMap;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.linux.StructOps;
import org.schedlab.vm.linux.Xarray;
import org.schedlab.vm.memory.KernelMemory;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The BPF programs of the scheduler in charge and what the verifier made of them, read out of the kernel's memory.
/// Stateless.
///
/// Source: struct bpf_prog and bpf_prog_aux, include/linux/bpf.h; `prog_idr`, kernel/bpf/syscall.c; Linux 6.16 to 7.3.
final class BpfPrograms {
    private BpfPrograms() {}

    /// One program.
    ///
    /// @param operation the member of `struct sched_ext_ops` that it is; empty for another kind
    /// @param verified how many instructions the verifier went through
    /// @param codeBytes of machine code
    /// @param place file and line of its beginning; empty if the object does not tell
    /// @param btf address of the `struct btf` with its object's types; 0 for none
    /// @param maps addresses of the maps that it uses, also of those whose keys and values have no types
    record Program(
            long id,
            String name,
            String operation,
            long verified,
            long codeBytes,
            String place,
            long btf,
            List<Long> maps) {
        Program {
            maps = List.copyOf(maps);
        }
    }

    /// Those of the scheduler in charge: its operations, and the other programs of the same object, by id; none
    /// if no scheduler is in charge.
    ///
    /// @throws org.schedlab.vm.LabException if the kernel's lists cannot be read
    static List<Program> inCharge(KernelMemory memory) {
        SchedExtView.Seen seen = SchedExtView.look(memory);
        if (seen.root() == 0) {
            return List.of();
        }
        Map<Long, String> operations = operations(memory, seen);
        Map<Long, BpfCode> code = new HashMap<>();
        BpfCode.of(memory).forEach(each -> code.put(each.first(), each));
        List<Program> all = Xarray.ofIdr(memory, "prog_idr").stream()
                .map(address -> KernelObject.at(memory, "struct bpf_prog", address))
                .map(program -> program(memory, program, operations, code))
                .toList();
        List<Long> types = all.stream()
                .filter(each -> !each.operation().isEmpty())
                .map(Program::btf)
                .toList();
        return all.stream()
                .filter(each -> !each.operation().isEmpty() || (each.btf() != 0 && types.contains(each.btf())))
                .sorted(Comparator.comparingLong(Program::id))
                .toList();
    }

    /// The names of the operations, by the addresses of their programs.
    private static Map<Long, String> operations(KernelMemory memory, SchedExtView.Seen seen) {
        Map<Long, String> found = new HashMap<>();
        BpfMap.all(memory).stream()
                .filter(map -> map.type() == BpfMap.STRUCT_OPS)
                .flatMap(map -> StructOps.of(memory, map.object()).stream())
                .filter(ops -> isOf(ops.struct(), seen))
                .flatMap(ops -> ops.programs().stream())
                .forEach(each -> found.put(each.program().address(), each.name()));
        return found;
    }

    /// Whether these are the operations of that scheduler: the kernel's copy of them points at it.
    private static boolean isOf(KernelObject ops, SchedExtView.Seen seen) {
        return ops.member("name").text().equals(seen.opsName())
                && ops.member("priv").pointer() == seen.root();
    }

    private static Program program(
            KernelMemory memory, KernelObject program, Map<Long, String> operations, Map<Long, BpfCode> code) {
        KernelObject aux = program.member("aux").dereference();
        BpfCode machine = code.get(program.member("bpf_func").pointer());
        return new Program(
                aux.member("id").number(),
                machine == null ? aux.member("name").text() : machine.function(),
                operations.getOrDefault(program.address(), ""),
                aux.member("verified_insns").number(),
                program.member("jited_len").number(),
                machine == null ? "" : place(machine),
                aux.member("btf").pointer(),
                maps(memory, aux));
    }

    private static List<Long> maps(KernelMemory memory, KernelObject aux) {
        int count = (int) aux.member("used_map_cnt").number();
        long first = aux.member("used_maps").pointer();
        if (count == 0 || first == 0) {
            return List.of();
        }
        byte[] bytes = memory.space().readBytes(first, count * Long.BYTES);
        LongBuffer addresses =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        return LongStream.range(0, count).map(_ -> addresses.get()).boxed().toList();
    }

    private static String place(BpfCode code) {
        return code.lines().stream()
                .findFirst()
                .map(line -> line.file().substring(line.file().lastIndexOf('/') + 1) + ":" + line.number())
                .orElse("");
    }

    static Table table(List<Program> programs, String title) {
        var name = StringColumn.create("program");
        var operation = StringColumn.create("operation");
        var verified = LongColumn.create("verified instructions");
        var code = IntColumn.create("machine code [bytes]");
        var place = StringColumn.create("source");
        for (Program each : programs) {
            name.append(each.name());
            operation.append(each.operation());
            verified.append(each.verified());
            code.append((int) each.codeBytes());
            place.append(each.place());
        }
        return CaptionedTable.titled(title, name, operation, verified, code, place);
    }
}
