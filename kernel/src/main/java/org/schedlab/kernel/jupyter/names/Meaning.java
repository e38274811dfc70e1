package org.schedlab.kernel.jupyter.names;

import java.util.Map;

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
    /// A name out of an enum.
    ENUM_VALUE,
    /// A thread's id.
    PID,
    /// A scheduler.
    SCHEDULER,
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
            Map.entry("enumName 0", ENUM_VALUE),
            Map.entry("attach 0", SCHEDULER),
            Map.entry("scheduler 0", SCHEDULER),
            Map.entry("rewind 0", CHECKPOINT));

    static Meaning of(CallAtCursor call) {
        if (call.inText()) {
            return TEXTS.getOrDefault(call.method() + " " + call.index(), NONE);
        }
        boolean pid = call.method().equals("task")
                && call.index() == 0
                && call.typed().chars().allMatch(Character::isDigit);
        return pid ? PID : NONE;
    }
}
