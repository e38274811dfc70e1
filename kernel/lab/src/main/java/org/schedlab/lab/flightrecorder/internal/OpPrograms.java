package org.schedlab.lab.flightrecorder.internal;

import java.util.List;

import org.schedlab.vm.LabException;
import org.schedlab.vm.linux.BpfMap;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.linux.StructOps;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.Probe;

/// The BPF programs that are the operations of a sched_ext scheduler, found from the `struct sched_ext_ops` that
/// the kernel is given.
///
/// Source: struct bpf_prog, include/linux/bpf.h; Linux 6.16 to 7.3.
final class OpPrograms {
    private static final String TASK = "struct task_struct";

    /// `scx_root`, kernel/sched/ext.c: the scheduler in charge.
    private static final String ROOT = "scx_root";

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

    /// Address of the kernel's copy of the operations of the scheduler in charge, for [#of]; 0 if none is, or it cannot
    /// be found.
    static long inCharge(KernelMemory memory) {
        try {
            if (memory.image().symbols().find(ROOT).isEmpty()) {
                return 0;
            }
            long root = memory.space().readLong(memory.symbolAddress(ROOT));
            return root == 0
                    ? 0
                    : BpfMap.all(memory).stream()
                            .filter(map -> map.type() == BpfMap.STRUCT_OPS)
                            .flatMap(map -> StructOps.of(memory, map.object()).stream())
                            .map(StructOps::struct)
                            .filter(ops -> ops.member("priv").pointer() == root)
                            .mapToLong(KernelObject::address)
                            .findFirst()
                            .orElse(0);
        } catch (LabException _) {
            return 0;
        }
    }

    private static List<Operation> find(KernelMemory memory, long operations) {
        return StructOps.at(memory, operations).stream()
                .flatMap(ops -> ops.programs().stream())
                .map(each -> operation(each.name(), each.program()))
                .toList();
    }

    private static Operation operation(String name, KernelObject program) {
        long first = program.member("bpf_func").pointer();
        long length = program.member("jited_len").number();
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
