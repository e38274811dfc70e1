package org.schedlab.vm.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.schedlab.vm.btf.MemberView;
import org.schedlab.vm.memory.KernelMemory;

/// The operations of a scheduler as the kernel keeps them in a BPF map. Immutable.
///
/// Source: struct bpf_struct_ops_map and bpf_struct_ops_value, kernel/bpf/bpf_struct_ops.c; struct bpf_link and
/// bpf_prog, include/linux/bpf.h; Linux 6.16 to 7.3.
///
/// @param struct the kernel's copy of them, such as a `struct sched_ext_ops`; from 7.3 on also one of
///     `struct sched_ext_ops_cid`
/// @param programs those that are BPF programs, in the order of the kernel's links
public record StructOps(KernelObject struct, List<Operation> programs) {
    private static final String MAP = "struct bpf_struct_ops_map";
    private static final String VALUE_PREFIX = "bpf_struct_ops_";
    private static final String SCHED_EXT = "sched_ext_ops";
    private static final int MOST = 256;

    /// One of them.
    ///
    /// @param name the member
    /// @param program its `struct bpf_prog`
    public record Operation(String name, KernelObject program) {}

    public StructOps {
        programs = List.copyOf(programs);
    }

    /// Those of a map; empty if it is none of a sched_ext scheduler.
    ///
    /// @param map a `struct bpf_map`
    public static Optional<StructOps> of(KernelMemory memory, KernelObject map) {
        return of(memory, map.containerOf(MAP, "map"), map);
    }

    /// Those of which the kernel was given a copy that lies in a map; empty if it is none of a sched_ext scheduler.
    ///
    /// @param operations address of that copy
    public static Optional<StructOps> at(KernelMemory memory, long operations) {
        KernelObject whole = KernelObject.at(
                memory, MAP, operations - memory.path(MAP, "kvalue.data").offset());
        return of(memory, whole, whole.member("map"));
    }

    private static Optional<StructOps> of(KernelMemory memory, KernelObject whole, KernelObject map) {
        String value = memory.image()
                .btf()
                .type((int) map.member("btf_vmlinux_value_type_id").number())
                .name();
        if (!value.startsWith(VALUE_PREFIX + SCHED_EXT)) {
            return Optional.empty();
        }
        KernelObject struct = whole.member("kvalue.data").cast("struct " + value.substring(VALUE_PREFIX.length()));
        return Optional.of(new StructOps(struct, programs(memory, whole, struct)));
    }

    private static List<Operation> programs(KernelMemory memory, KernelObject whole, KernelObject struct) {
        List<MemberView> members = memory.image().btf().members(struct.type().typeId());
        long links = whole.member("links").pointer();
        int count = (int) Math.min(MOST, whole.member("funcs_cnt").number());
        List<Operation> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long link = memory.space().readLong(links + 8L * i);
            if (link != 0) {
                KernelObject program = KernelObject.at(memory, "struct bpf_link", link)
                        .member("prog")
                        .dereference();
                int member = (int) program.member("expected_attach_type").number();
                found.add(new Operation(
                        member < members.size() ? members.get(member).name() : "operation " + member, program));
            }
        }
        return found;
    }
}
