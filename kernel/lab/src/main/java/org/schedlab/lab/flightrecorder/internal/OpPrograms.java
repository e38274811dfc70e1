package org.schedlab.lab.flightrecorder.internal;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.MemberView;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.Probe;

/// The BPF programs that are the operations of a sched_ext scheduler, found from the `struct sched_ext_ops` that
/// the kernel is given.
///
/// Source: struct bpf_struct_ops_map and bpf_struct_ops_value, kernel/bpf/bpf_struct_ops.c; struct bpf_prog,
/// include/linux/bpf.h; Linux 6.16 to 7.3.
final class OpPrograms {
    private static final String MAP = "struct bpf_struct_ops_map";
    private static final String OPERATIONS = "struct sched_ext_ops";
    private static final String TASK = "struct task_struct";
    private static final int MOST = 64;

    private OpPrograms() {}

    /// An operation and the machine code of its program.
    ///
    /// @param task which of its arguments is the task that it is about; -1 for none
    record Operation(String name, long first, long last, int task) {
        /// Ids of the probes at its beginning and its end.
        static int idOf(int index, boolean end) {
            return Hook.FIRST_OPERATION + 2 * index + (end ? 1 : 0);
        }

        List<Probe> probes(int index, KernelMemory memory) {
            List<Capture> captures = task < 0
                    ? List.of()
                    : List.of(Capture.argument(0)
                            .through(8L * task, memory.path(TASK, "pid").offset(), 4));
            return List.of(
                    Probe.record(idOf(index, false), first, captures),
                    Probe.exit(idOf(index, true), first, last, List.of()));
        }
    }

    /// The programs of operations; none if they cannot be found.
    ///
    /// @param operations address of the kernel's copy of them, within a map of BPF's
    static List<Operation> of(KernelMemory memory, long operations) {
        try {
            return find(memory, operations);
        } catch (LabException _) {
            return List.of(); // recorded without them, which the caption says
        }
    }

    private static List<Operation> find(KernelMemory memory, long operations) {
        long inMap = memory.path(MAP, "kvalue.data").offset();
        KernelObject map = KernelObject.at(memory, MAP, operations - inMap);
        long links = map.member("links").pointer();
        int count = (int) Math.min(MOST, map.member("funcs_cnt").number());
        List<MemberView> members =
                memory.image().btf().members(memory.image().btf().require(OPERATIONS));
        List<Operation> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long link = memory.space().readLong(links + 8L * i);
            if (link != 0) {
                KernelObject program = KernelObject.at(memory, "struct bpf_link", link)
                        .member("prog")
                        .dereference();
                found.add(operation(program, members));
            }
        }
        return found;
    }

    private static Operation operation(KernelObject program, List<MemberView> members) {
        long first = program.member("bpf_func").pointer();
        long length = program.member("jited_len").number();
        int member = (int) program.member("expected_attach_type").number();
        String name = member < members.size() ? members.get(member).name() : "operation " + member;
        return new Operation(name, first, first + length - 1, taskOf(name));
    }

    private static int taskOf(String name) {
        return switch (name) {
            case "select_cpu",
                    "enqueue",
                    "dequeue",
                    "tick",
                    "runnable",
                    "running",
                    "stopping",
                    "quiescent",
                    "set_weight",
                    "set_cpumask",
                    "init_task",
                    "exit_task",
                    "enable",
                    "disable",
                    "yield",
                    "cgroup_move",
                    "cgroup_prep_move" -> 0;
            default -> -1;
        };
    }
}
