package org.schedlab.lab.export;

import java.util.List;

import static org.schedlab.lab.export.EventField.comm;
import static org.schedlab.lab.export.EventField.number;

/// The kernel trace events that a recording can be told in. Names, fields, their order and the printed words are
/// those of the kernel's tracepoints (include/trace/events, 6.16 to 7.3), which readers of traces expect.
///
/// @param system the folder of the event in tracefs
/// @param event its name
/// @param perfetto the number of its field in Perfetto's `FtraceEvent`
/// @param fields in the order in which they lie in a record
/// @param print how it is told in words
record EventFormat(String system, String event, int perfetto, List<EventField> fields, EventPrint print) {
    private static final String WOKEN = "comm=%s pid=%d prio=%d target_cpu=%03d";

    static final EventFormat SWITCH = of(
            "sched",
            "sched_switch",
            4,
            "prev_comm=%s prev_pid=%d prev_prio=%d prev_state=%s ==> next_comm=%s next_pid=%d next_prio=%d",
            comm("prev_comm", 1),
            number("prev_pid", 2),
            number("prev_prio", 3),
            new EventField("prev_state", EventField.Type.STATE, 4),
            comm("next_comm", 5),
            number("next_pid", 6),
            number("next_prio", 7));

    static final EventFormat WAKING = of("sched", "sched_waking", 20, WOKEN, EventField.woken());
    static final EventFormat WAKEUP = of("sched", "sched_wakeup", 17, WOKEN, EventField.woken());
    static final EventFormat WAKEUP_NEW = of("sched", "sched_wakeup_new", 114, WOKEN, EventField.woken());

    static final EventFormat MIGRATE = of(
            "sched",
            "sched_migrate_task",
            491,
            "comm=%s pid=%d prio=%d orig_cpu=%d dest_cpu=%d",
            comm("comm", 1),
            number("pid", 2),
            number("prio", 3),
            number("orig_cpu", 4),
            number("dest_cpu", 5));

    static final EventFormat FORK = of(
            "sched",
            "sched_process_fork",
            239,
            "comm=%s pid=%d child_comm=%s child_pid=%d",
            comm("parent_comm", 1),
            number("parent_pid", 2),
            comm("child_comm", 3),
            number("child_pid", 4));

    static final EventFormat EXEC = of(
            "sched",
            "sched_process_exec",
            237,
            "filename=%s pid=%d old_pid=%d",
            new EventField("filename", EventField.Type.FILE, 1),
            number("pid", 2),
            number("old_pid", 3));

    static final EventFormat EXIT = of(
            "sched",
            "sched_process_exit",
            238,
            "comm=%s pid=%d prio=%d",
            comm("comm", 1),
            number("pid", 2),
            number("prio", 4));

    static final EventFormat NEW_TASK = of(
            "task",
            "task_newtask",
            235,
            "pid=%d comm=%s clone_flags=%x oom_score_adj=%d",
            number("pid", 1),
            comm("comm", 2),
            new EventField("clone_flags", EventField.Type.LONG, 3),
            number("oom_score_adj", 4));

    static final EventFormat RENAME = of(
            "task",
            "task_rename",
            236,
            "pid=%d oldcomm=%s newcomm=%s oom_score_adj=%d",
            number("pid", 1),
            comm("oldcomm", 2),
            comm("newcomm", 3),
            number("oom_score_adj", 4));

    static final EventFormat CPU_IDLE = of(
            "power",
            "cpu_idle",
            13,
            "state=%d cpu_id=%d",
            new EventField("state", EventField.Type.UNSIGNED, 1),
            new EventField("cpu_id", EventField.Type.UNSIGNED, 2));

    static final EventFormat IRQ_ENTRY =
            of("irq", "irq_handler_entry", 36, "irq=%d name=%s", number("irq", 1), comm("name", 2));

    static final EventFormat IRQ_EXIT =
            of("irq", "irq_handler_exit", 37, "irq=%d ret=handled", number("irq", 1), number("ret", 2));

    /// All of them.
    static final List<EventFormat> ALL = List.of(
            SWITCH,
            WAKING,
            WAKEUP,
            WAKEUP_NEW,
            MIGRATE,
            FORK,
            EXEC,
            EXIT,
            NEW_TASK,
            RENAME,
            CPU_IDLE,
            IRQ_ENTRY,
            IRQ_EXIT);

    private static EventFormat of(String system, String event, int perfetto, String print, EventField... fields) {
        List<EventField> all = List.of(fields);
        return new EventFormat(system, event, perfetto, all, EventPrint.parse(print, all));
    }

    /// The number of the event within a file: ftrace's own events have the low ones, and Perfetto's numbers are
    /// each only once.
    int id() {
        return 1000 + perfetto;
    }
}
