package org.schedlab.notebook.names;

import java.util.Map;
import java.util.Set;

/// What a call's argument names, told by the method and the argument's position.
enum Meaning {
    /// A global variable of the kernel.
    GLOBAL,
    /// Any symbol of the kernel.
    SYMBOL,
    /// A per-CPU variable.
    PER_CPU_VARIABLE,
    /// Members below a per-CPU variable.
    PER_CPU_PATH,
    /// Members below `struct task_struct`.
    TASK_PATH,
    /// Members below the object that the method is called on.
    OBJECT_PATH,
    /// A name out of an enum.
    ENUM_VALUE,
    /// A thread's id.
    PID,
    /// A scheduler that is a BPF object.
    SCHEDULER,
    /// A scheduler, or the kernel's own.
    ANY_SCHEDULER,
    /// A scheduler that is an executable.
    EXECUTABLE,
    /// A knob of the scheduler in charge.
    KNOB,
    /// A knob of the scheduler in charge that can be written while it is.
    WRITABLE_KNOB,
    /// A knob of the scheduler that the method is called on.
    KNOB_BEFORE,
    /// The value of a knob of the scheduler in charge.
    KNOB_VALUE,
    /// The value of a knob of the scheduler that the method is called on.
    KNOB_VALUE_BEFORE,
    /// A map of the scheduler in charge.
    MAP,
    /// A cgroup's path.
    CGROUP,
    /// Workers of a scenario.
    WORKERS,
    /// The shape of a machine.
    TOPOLOGY,
    /// The size of a machine's memory.
    MEMORY,
    /// A future of a fork.
    FUTURE,
    /// A checkpoint.
    CHECKPOINT,
    /// Nothing that is known here.
    NONE;

    private static final Map<String, Meaning> TEXTS = Map.ofEntries(
            Map.entry("symbol 0", GLOBAL),
            Map.entry("pointer 0", SYMBOL),
            Map.entry("perCpu 0", PER_CPU_VARIABLE),
            Map.entry("perCpu 1", PER_CPU_PATH),
            Map.entry("field 0", TASK_PATH),
            Map.entry("task 1", TASK_PATH),
            Map.entry("task 2", TASK_PATH),
            Map.entry("at 0", OBJECT_PATH),
            Map.entry("list 0", OBJECT_PATH),
            Map.entry("enumName 0", ENUM_VALUE),
            Map.entry("attach 0", SCHEDULER),
            Map.entry("scheduler 0", SCHEDULER),
            Map.entry("expect 0", ANY_SCHEDULER),
            Map.entry("knob 0", KNOB),
            Map.entry("knobField 0", KNOB),
            Map.entry("setKnob 0", WRITABLE_KNOB),
            Map.entry("setKnob 1", KNOB_VALUE),
            Map.entry("with 0", KNOB_BEFORE),
            Map.entry("with 1", KNOB_VALUE_BEFORE),
            Map.entry("stopWorkers 0", WORKERS),
            Map.entry("setAffinity 0", WORKERS),
            Map.entry("withTopology 0", TOPOLOGY),
            Map.entry("withMemory 0", MEMORY),
            Map.entry("get 0", FUTURE),
            Map.entry("rewind 0", CHECKPOINT));

    private static final Set<String> OF_CGROUPS = Set.of(
            "cgroup",
            "share",
            "inCgroup",
            "spawnWorkers",
            "removeCgroup",
            "setWeight",
            "setMax",
            "setMaxPercent",
            "clearMax",
            "setCpuset",
            "clearCpuset",
            "swapCpusets",
            "stopCgroup",
            "moveAllTasks",
            "freezeCgroup",
            "unfreezeCgroup");

    static Meaning of(CallAtCursor call) {
        if (call.inText()) {
            return ofText(call);
        }
        boolean pid = call.method().equals("task")
                && call.index() == 0
                && call.typed().chars().allMatch(Character::isDigit);
        return pid ? PID : NONE;
    }

    private static Meaning ofText(CallAtCursor call) {
        String receiver = call.receiver();
        return switch (call.method()) {
            case "fork" -> ANY_SCHEDULER;
            case "table" -> receiver.isEmpty() ? NONE : OBJECT_PATH;
            case "named" -> receiver.equals("Schedulers") ? SCHEDULER : NONE;
            case "discover" -> receiver.equals("Scheduler") && call.index() == 0 ? EXECUTABLE : NONE;
            case "map" -> receiver.isEmpty() || receiver.endsWith("schedulers()") ? MAP : NONE;
            default ->
                OF_CGROUPS.contains(call.method())
                        ? CGROUP
                        : TEXTS.getOrDefault(call.method() + " " + call.index(), NONE);
        };
    }
}
