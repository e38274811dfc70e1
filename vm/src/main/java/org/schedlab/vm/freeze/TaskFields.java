package org.schedlab.vm.freeze;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// The members of `struct task_struct` that a walk and the checks look at, made ready for reading.
/// Their widths are BTF's: `on_rq` is an int up to 7.1 and a u8 from 7.2 on.
///
/// Source: `include/linux/sched.h`, `include/linux/sched/ext.h`, Linux 6.16 to 7.3.
final class TaskFields {
    private static final long NANOS_PER_TICK = 10_000_000; // USER_HZ is 100 on x86

    final FieldReader pid;
    final FieldReader tgid;
    final FieldReader comm;
    final FieldReader state;
    final FieldReader exitState;
    final FieldReader cpu;
    final FieldReader policy;
    final FieldReader startBootTime;
    final FieldReader onRq;
    final FieldReader schedClass;

    private final KernelMemory memory;
    private final Map<Long, String> classNames = new HashMap<>();

    TaskFields(KernelMemory memory) {
        this.memory = memory;
        pid = task("pid");
        tgid = task("tgid");
        comm = task("comm");
        state = task("__state");
        exitState = task("exit_state");
        cpu = task("thread_info.cpu");
        policy = task("policy");
        startBootTime = task("start_boottime");
        onRq = task("on_rq");
        schedClass = task("sched_class");
    }

    FieldReader task(String path) {
        return memory.reader("struct task_struct", path);
    }

    /// Field 22 of /proc/PID/stat.
    long startTimeTicks(long task) {
        return Long.divideUnsigned(startBootTime.read(task), NANOS_PER_TICK);
    }

    TaskState state(long task) {
        return TaskState.of(state.read(task), exitState.read(task));
    }

    /// The symbol of a scheduling class.
    String className(long address) {
        return classNames.computeIfAbsent(address, this::symbolAt);
    }

    private String symbolAt(long address) {
        return memory.image()
                .symbols()
                .at(address)
                .map(symbol -> symbol.name())
                .orElseGet(() -> String.format(Locale.ROOT, "%#x", address));
    }

    String comm(long task) {
        return comm.text(task, comm.path().type().byteSize());
    }

    TaskView view(long task) {
        return new TaskView(
                task,
                (int) pid.read(task),
                (int) tgid.read(task),
                comm(task),
                state(task),
                (int) cpu.read(task),
                SchedPolicy.name(policy.read(task)),
                startTimeTicks(task),
                (int) onRq.read(task),
                className(schedClass.read(task)));
    }
}
