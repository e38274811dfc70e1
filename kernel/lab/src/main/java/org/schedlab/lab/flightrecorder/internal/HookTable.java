package org.schedlab.lab.flightrecorder.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.schedlab.vm.image.FairScheduler;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.symbols.Symbol;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.Probe;

/// The probes of the flight recorder for one kernel, and what that kernel does not let it see.
///
/// Functions are the ones of Linux 6.1, 6.12 and 6.16 to 7.3: kernel/sched/{core,fair,ext}.c, kernel/exit.c, fs/exec.c,
/// kernel/entry/common.c. Those that the compiler has inlined everywhere have no address: where a tracepoint
/// lies in them, the address of that is taken.
final class HookTable {
    private static final String TASK = "struct task_struct";
    private static final String RQ = "struct rq";
    private static final String ENTITY = "struct sched_entity";
    private static final String CFS_RQ = "struct cfs_rq";
    private static final List<String> CLASSES = List.of("fair", "rt", "dl", "scx", "stop");
    private static final int WORD = 8;

    private final KernelMemory memory;
    private final boolean eevdf;
    private final List<Probe> probes = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    HookTable(KernelMemory memory) {
        this.memory = memory;
        eevdf = memory.image().fairScheduler() == FairScheduler.EEVDF;
        switches();
        wakeUps(new Tracepoints(memory));
        lives();
        interrupts();
        bandwidth();
        at(Hook.CPU_ACTIVATE, "sched_cpu_activate", Capture.argument(0));
        at(Hook.CPU_DEACTIVATE, "sched_cpu_deactivate", Capture.argument(0));
        schedExt();
        if (eevdf) {
            placed();
        } else {
            missing.add("this kernel schedules normal tasks by CFS, so there are no steps of EEVDF");
        }
    }

    List<Probe> probes() {
        return List.copyOf(probes);
    }

    /// A sentence for each kind of event that this kernel does not let us see.
    List<String> missing() {
        return List.copyOf(missing);
    }

    private void switches() {
        Capture next = Capture.argument(1);
        List<Capture> switched = new ArrayList<>(List.of(
                pid(Capture.argument(0)),
                pid(next),
                Capture.runQueue().at(offset(RQ, "clock"), WORD),
                Capture.runQueue().at(offset(RQ, "clock_task"), WORD),
                Capture.argument(0).at(offset(TASK, "sched_class"), WORD),
                next.at(offset(TASK, "sched_class"), WORD)));
        if (eevdf) {
            switched.add(Capture.argument(0).at(offset(TASK, "se.vruntime"), WORD));
            switched.add(Capture.argument(0).at(offset(TASK, "se.deadline"), WORD));
        }
        at(Hook.SWITCH, "__switch_to", switched.toArray(new Capture[0]));
        if (eevdf) {
            picked(next);
        }
        at(Hook.SCHEDULE, "__schedule", Capture.argument(0));
        Capture rq = Capture.argument(0);
        Capture task = Capture.argument(1);
        for (String each : CLASSES) {
            if (each.equals("scx") && !memory.image().hasSchedExt()) {
                continue;
            }
            List<Capture> enqueued = new ArrayList<>(List.of(
                    pid(task),
                    Capture.argument(2),
                    rq.at(offset(RQ, "clock"), WORD),
                    rq.at(offset(RQ, "cpu"), 4),
                    task.at(offset(TASK, "sched_task_group"), WORD)));
            int words = Math.min((memory.cpuCount() - 1) / Long.SIZE + 1, Capture.MOST - enqueued.size());
            for (int word = 0; word < words; word++) {
                enqueued.add(task.through(offset(TASK, "cpus_ptr"), (long) WORD * word, WORD));
            }
            at(Hook.ENQUEUE, "enqueue_task_" + each, enqueued.toArray(new Capture[0]));
            at(
                    Hook.DEQUEUE,
                    "dequeue_task_" + each,
                    pid(task),
                    Capture.argument(2),
                    rq.at(offset(RQ, "clock"), WORD),
                    task.at(offset(TASK, "__state"), 4),
                    task.at(offset(TASK, "exit_state"), 4));
        }
    }

    private void picked(Capture next) {
        // From 7.3 on all tasks of a CPU are in its own queue, with what the hierarchy leaves of their weight.
        boolean flat = has("struct sched_entity", "h_load");
        List<Capture> picked = new ArrayList<>(List.of(
                next.at(offset(TASK, "se.vruntime"), WORD),
                next.at(offset(TASK, "se.deadline"), WORD),
                next.at(offset(TASK, "se.slice"), WORD),
                next.at(offset(TASK, flat ? "se.h_load.weight" : "se.load.weight"), WORD),
                ofQueue(next, flat, firstOf(CFS_RQ, "zero_vruntime", "min_vruntime"), WORD),
                ofQueue(next, flat, firstOf(CFS_RQ, "sum_w_vruntime", "avg_vruntime"), WORD),
                ofQueue(next, flat, firstOf(CFS_RQ, "sum_weight", "avg_load"), WORD)));
        if (has(CFS_RQ, "sum_shift")) {
            picked.add(ofQueue(next, flat, offset(CFS_RQ, "sum_shift"), Integer.BYTES));
        }
        at(Hook.PICK, "__switch_to", picked.toArray(new Capture[0]));
    }

    /// A field of the fair run queue in which a task competes.
    private Capture ofQueue(Capture task, boolean flat, long offset, int width) {
        return flat
                ? Capture.runQueue().at(offset(RQ, "cfs") + offset, width)
                : task.through(offset(TASK, "se.cfs_rq"), offset, width);
    }

    private void wakeUps(Tracepoints tracepoints) {
        Capture task = Capture.argument(0);
        at(Hook.WAKE, "try_to_wake_up", pid(task), cpu(task));
        at(
                Hook.ACTIVATE,
                "ttwu_do_activate",
                pid(Capture.argument(1)),
                Capture.argument(0).at(offset(RQ, "cpu"), 4));
        sites(tracepoints, Hook.WAKING_SITE, "sched_waking", pid(Capture.currentTask()));
        sites(tracepoints, Hook.WAKEUP_SITE, "sched_wakeup");
        sites(tracepoints, Hook.WAKEUP_NEW_SITE, "sched_wakeup_new");
        sites(tracepoints, Hook.EXIT, "sched_process_exit", pid(Capture.currentTask()));
        at(
                Hook.MIGRATE,
                "set_task_cpu",
                pid(task),
                Capture.argument(1),
                cpu(task),
                Capture.stackPointer().at(0, WORD));
    }

    private void lives() {
        Capture task = Capture.argument(0);
        at(
                Hook.NEW_TASK,
                "wake_up_new_task",
                pid(task),
                task.at(offset(TASK, "tgid"), 4),
                task.at(offset(TASK, "comm"), WORD),
                task.at(offset(TASK, "comm") + WORD, WORD),
                task.at(offset(TASK, "prio"), 4),
                task.at(offset(TASK, "flags"), 4),
                task.at(offset(TASK, "sched_task_group"), WORD),
                pid(Capture.currentTask()));
        Capture name = Capture.argument(1);
        at(Hook.RENAME, "__set_task_comm", pid(task), name.at(0, WORD), name.at(WORD, WORD), Capture.argument(2));
    }

    private void interrupts() {
        at(Hook.TIMER_INTERRUPT, "sysvec_apic_timer_interrupt");
        at(Hook.RESCHEDULE_INTERRUPT, "sysvec_reschedule_ipi");
        at(Hook.CALL_INTERRUPT, "sysvec_call_function_single");
        at(Hook.CALL_INTERRUPT, "sysvec_call_function");
        at(Hook.DEVICE_INTERRUPT, "common_interrupt");
        at(Hook.OTHER_INTERRUPT, "sysvec_irq_work");
        at(Hook.INTERRUPT_END, "irqentry_exit");
    }

    private void bandwidth() {
        Capture queue = Capture.argument(0);
        if (memory.image().symbols().find("throttle_cfs_rq").isEmpty()) {
            missing.add("this kernel has no function that throttles a cgroup");
            return;
        }
        Capture group = queue.at(offset(CFS_RQ, "tg"), WORD);
        Capture cpu = queue.through(offset(CFS_RQ, "rq"), offset(RQ, "cpu"), 4);
        at(Hook.THROTTLE, "throttle_cfs_rq", group, cpu);
        at(Hook.UNTHROTTLE, "unthrottle_cfs_rq", group, cpu);
    }

    private void schedExt() {
        if (!memory.image().hasSchedExt()) {
            missing.add("this kernel has no sched_ext");
            return;
        }
        Capture operations = Capture.argument(0);
        long name = offset("struct sched_ext_ops", "name");
        add(
                Hook.SCX_ATTACH,
                Probe.Kind.READ,
                "bpf_scx_reg",
                operations,
                operations.at(name, WORD),
                operations.at(name + WORD, WORD));
        at(Hook.SCX_DETACH, "bpf_scx_unreg", operations, operations.at(name, WORD), operations.at(name + WORD, WORD));
        argument("scx_bypass", "bypass").ifPresent(bypass -> at(Hook.SCX_BYPASS, "scx_bypass", bypass));
        dispatchQueues(named("dispatch_enqueue"), named("dispatch_dequeue"), named("task_unlink_from_dsq"));
    }

    private void dispatchQueues(String insert, String dequeue, String unlink) {
        long id = offset("struct scx_dispatch_q", "id");
        Optional<Capture> task = argument(insert, "p");
        Optional<Capture> queue = argument(insert, "dsq");
        Optional<Capture> flags = argument(insert, "enq_flags");
        if (task.isEmpty() || queue.isEmpty() || flags.isEmpty()) {
            missing.add("this kernel's function that puts tasks into DSQs was not found, so DSQs are not shown");
            return;
        }
        at(
                Hook.DSQ_INSERT,
                insert,
                pid(task.get()),
                queue.get(),
                queue.get().at(id, WORD),
                flags.get(),
                // 7.2 and later give them along and set them only then.
                argument(insert, "slice").orElse(task.get().at(offset(TASK, "scx.slice"), WORD)),
                argument(insert, "vtime").orElse(task.get().at(offset(TASK, "scx.dsq_vtime"), WORD)));
        for (String function : List.of(dequeue, unlink)) {
            argument(function, "p")
                    .ifPresent(p -> at(
                            Hook.DSQ_REMOVE,
                            function,
                            pid(p),
                            p.at(offset(TASK, "scx.dsq"), WORD),
                            p.through(offset(TASK, "scx.dsq"), id, WORD)));
        }
    }

    /// 7.2 and later say so with `scx_` in front.
    private String named(String function) {
        String later = "scx_" + function;
        return memory.image().symbols().find(later).isPresent() ? later : function;
    }

    private void placed() {
        Capture entity = Capture.argument(1);
        long inTask = offset(TASK, "se");
        at(
                Hook.PLACE,
                "place_entity",
                entity.at(offset(TASK, "pid") - inTask, 4),
                entity.at(offset(ENTITY, "my_q"), WORD),
                entity.at(offset(ENTITY, "vruntime"), WORD),
                entity.at(offset(ENTITY, "deadline"), WORD),
                entity.at(offset(ENTITY, "vlag"), WORD),
                entity.at(offset(ENTITY, "slice"), WORD));
    }

    private Capture pid(Capture task) {
        return task.at(offset(TASK, "pid"), 4);
    }

    private Capture cpu(Capture task) {
        return task.at(offset(TASK, "thread_info.cpu"), 4);
    }

    /// Of the member that this version has.
    private long firstOf(String type, String later, String earlier) {
        return offset(type, has(type, later) ? later : earlier);
    }

    private boolean has(String type, String member) {
        return memory.image().btf().hasMember(type, member);
    }

    private long offset(String type, String path) {
        return memory.path(type, path).offset();
    }

    private Optional<Capture> argument(String function, String name) {
        int index = Prototypes.arguments(memory.image(), function).indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(Capture.argument(index));
    }

    private void at(Hook hook, String function, Capture... captures) {
        add(hook, Probe.Kind.RECORD, function, captures);
    }

    private void add(Hook hook, Probe.Kind kind, String function, Capture... captures) {
        Optional<Symbol> found = memory.image().symbols().find(function);
        if (found.isEmpty()) {
            missing.add("this kernel has no function " + function);
            return;
        }
        long address = found.get().address();
        probes.add(
                kind == Probe.Kind.READ
                        ? Probe.read(hook.id(), address, List.of(captures))
                        : Probe.record(hook.id(), address, List.of(captures)));
    }

    private void sites(Tracepoints tracepoints, Hook hook, String tracepoint, Capture... captures) {
        List<Long> sites = tracepoints.sites(tracepoint);
        if (sites.isEmpty()) {
            missing.add("this kernel has no tracepoint " + tracepoint);
        }
        sites.forEach(site -> probes.add(Probe.record(hook.id(), site, List.of(captures))));
    }
}
