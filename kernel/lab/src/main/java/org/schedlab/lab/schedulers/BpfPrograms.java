package org.schedlab.lab.schedulers;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.vm.btf.MemberView;
import org.schedlab.vm.linux.BpfCode;
import org.schedlab.vm.linux.BpfMap;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.linux.Xarray;
import org.schedlab.vm.memory.KernelMemory;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The BPF programs of the scheduler in charge and what the verifier made of them, read out of the kernel's memory.
/// Stateless.
///
/// Source: struct bpf_struct_ops_map and bpf_struct_ops_value, kernel/bpf/bpf_struct_ops.c; struct bpf_prog and
/// bpf_prog_aux, include/linux/bpf.h; `prog_idr`, kernel/bpf/syscall.c; Linux 6.16 to 7.3.
final class BpfPrograms {
    private static final String MAP = "struct bpf_struct_ops_map";
    private static final String VALUE_PREFIX = "bpf_struct_ops_";
    private static final int MOST = 256;

    private BpfPrograms() {}

    /// One program.
    ///
    /// @param operation the member of `struct sched_ext_ops` that it is; empty for another kind
    /// @param verified how many instructions the verifier went through
    /// @param codeBytes of machine code
    /// @param place file and line of its beginning; empty if the object does not tell
    /// @param btf address of the `struct btf` with its object's types; 0 for none
    record Program(long id, String name, String operation, long verified, long codeBytes, String place, long btf) {}

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
                .map(program -> program(program, operations, code))
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
        for (BpfMap each : BpfMap.all(memory)) {
            if (each.type() == BpfMap.STRUCT_OPS && isOf(memory, each, seen)) {
                found.putAll(operations(memory, each));
            }
        }
        return found;
    }

    /// Whether these are the operations of that scheduler: the kernel's copy of them points at it.
    private static boolean isOf(KernelMemory memory, BpfMap map, SchedExtView.Seen seen) {
        return operationsOf(memory, map)
                .filter(ops -> ops.member("name").text().equals(seen.opsName()))
                .filter(ops -> ops.member("priv").pointer() == seen.root())
                .isPresent();
    }

    /// Of `struct sched_ext_ops`, or from 7.3 on also of `struct sched_ext_ops_cid`: the map's values are of a type
    /// that is called after it.
    private static Optional<KernelObject> operationsOf(KernelMemory memory, BpfMap map) {
        String value = memory.image()
                .btf()
                .type((int) map.object().member("btf_vmlinux_value_type_id").number())
                .name();
        return value.startsWith(VALUE_PREFIX + "sched_ext_ops")
                ? Optional.of(map.object()
                        .containerOf(MAP, "map")
                        .member("kvalue.data")
                        .cast("struct " + value.substring(VALUE_PREFIX.length())))
                : Optional.empty();
    }

    private static Map<Long, String> operations(KernelMemory memory, BpfMap map) {
        KernelObject all = map.object().containerOf(MAP, "map");
        long links = all.member("links").pointer();
        int count = (int) Math.min(MOST, all.member("funcs_cnt").number());
        int type = operationsOf(memory, map).orElseThrow().type().typeId();
        List<MemberView> members = memory.image().btf().members(type);
        Map<Long, String> found = new HashMap<>();
        for (int i = 0; i < count; i++) {
            long link = memory.space().readLong(links + 8L * i);
            if (link != 0) {
                KernelObject program = KernelObject.at(memory, "struct bpf_link", link)
                        .member("prog")
                        .dereference();
                int member = (int) program.member("expected_attach_type").number();
                found.put(
                        program.address(),
                        member < members.size() ? members.get(member).name() : "operation " + member);
            }
        }
        return found;
    }

    private static Program program(KernelObject program, Map<Long, String> operations, Map<Long, BpfCode> code) {
        KernelObject aux = program.member("aux").dereference();
        BpfCode machine = code.get(program.member("bpf_func").pointer());
        return new Program(
                aux.member("id").number(),
                machine == null ? aux.member("name").text() : machine.function(),
                operations.getOrDefault(program.address(), ""),
                aux.member("verified_insns").number(),
                program.member("jited_len").number(),
                machine == null ? "" : place(machine),
                aux.member("btf").pointer());
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
