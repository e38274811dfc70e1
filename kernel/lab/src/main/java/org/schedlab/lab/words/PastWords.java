package org.schedlab.lab.words;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.schedlab.guest.work.Worker;
import org.schedlab.lab.breakpoints.Breakpoint;
import org.schedlab.lab.dump.SchedExtDump;
import org.schedlab.lab.past.Calls;
import org.schedlab.lab.past.Held;
import org.schedlab.lab.past.OffCpu;
import org.schedlab.lab.past.Profile;
import org.schedlab.lab.past.Write;
import org.schedlab.lab.past.Writes;
import org.schedlab.lab.report.FailureReport;
import org.schedlab.lab.stacks.Stacks;
import org.schedlab.lab.stacks.TaskStack;
import org.schedlab.lab.time.RewoundInstant;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.freeze.TaskView;

/// The words of a notebook for questions about what has already happened in the machine of the current
/// session, which stays as it is: [org.schedlab.lab.past.Past]. Imported statically beside [Lab]. Thread-safe.
public final class PastWords {
    private PastWords() {}

    /// The last write to a field before now: value before and after, task, CPU, guest time, the instruction's
    /// function, and of a BPF program the line.
    ///
    /// @return empty if nobody has written it since the session began
    /// @throws LabException no machine was booted, it is live, or there is no such field
    public static Optional<Write> whoWrote(Target field) {
        return Lab.vm().past().whoWrote(field);
    }

    /// The last write before an instant, which is left out: `whoWrote(field,
    /// whoWrote(field).get().guestTimeNanos())` is the one before the last.
    ///
    /// @param guestTimeNanos as tables show it
    /// @throws LabException as [#whoWrote(Target)]
    public static Optional<Write> whoWrote(Target field, long guestTimeNanos) {
        return Lab.vm().past().whoWrote(field, guestTimeNanos);
    }

    /// When a field's value met a condition, since the session began:
    /// `when(written(field).above(4))`. Its first and last instants are for [#rewind(long)].
    ///
    /// @throws LabException as [#whoWrote(Target)]; or it is no condition of a value
    public static Held when(Breakpoint.Written condition) {
        return Lab.vm().past().when(condition.field(), condition.test(), condition.operand());
    }

    /// Brings the machine back to where it sees an instant of its past come:
    /// `rewind(whoWrote(field).get().guestTimeNanos())`
    /// stands before that write, 20 µs at most, and [LookWords] or `runUntil` lead to it.
    ///
    /// @param guestTimeNanos as tables show it
    /// @throws LabException it is not in the session's past
    public static RewoundInstant rewind(long guestTimeNanos) {
        return Lab.vm().rewind(guestTimeNanos);
    }

    /// All writes to a field since the session began; of a task's field, since the task began.
    ///
    /// @throws LabException as [#whoWrote(Target)]
    public static Writes changes(Target field) {
        return Lab.vm().past().changes(field);
    }

    /// The kernel's part of the stack of every task, at the present freeze, without the guest's help.
    ///
    /// @throws LabException no machine was booted, it is live, or its stacks cannot be unwound
    public static Stacks stacks() {
        return stacks(Lab.vm().tasks());
    }

    /// The same of some tasks: `stacks(vm().tasks().subList(0, 3))`.
    ///
    /// @throws LabException as [#stacks()]
    public static Stacks stacks(List<TaskView> tasks) {
        return Lab.vm().stacks(tasks);
    }

    /// The stack of one worker.
    ///
    /// @throws LabException as [#stacks()]; or the worker is gone
    public static TaskStack stack(Worker worker) {
        List<TaskView> found = Lab.vm().tasks().stream()
                .filter(task -> task.pid() == worker.pid())
                .toList();
        if (found.isEmpty()) {
            throw LabException.asked("there is no stack of " + worker.comm() + ":" + worker.pid())
                    .found("the worker is gone")
                    .remedy("stacks() has those of all tasks")
                    .exception();
        }
        return stacks(found).stacks().getFirst();
    }

    /// All writes to a field in the last stretch of guest time.
    ///
    /// @throws LabException as [#whoWrote(Target)]
    public static Writes changes(Target field, Duration last) {
        return Lab.vm().past().changes(field, last);
    }

    /// All calls of a function since the session began: arguments, callers, instructions.
    ///
    /// @param function of the kernel, or of a BPF program that is loaded now, such as `enqueue_task_scx`
    /// @throws LabException no machine was booted, it is live, or there is no such function
    public static Calls calls(String function) {
        return Lab.vm().past().calls(function);
    }

    /// The same in the last stretch of guest time.
    ///
    /// @throws LabException as [#calls(String)]
    public static Calls calls(String function, Duration last) {
        return Lab.vm().past().calls(function, last);
    }

    /// Where the instructions went since the session began: functions of the kernel, BPF programs, user space.
    ///
    /// @throws LabException no machine was booted, or it is live
    public static Profile profile() {
        return Lab.vm().past().profile();
    }

    /// The same in the last stretch of guest time.
    ///
    /// @throws LabException as [#profile()]
    public static Profile profile(Duration last) {
        return Lab.vm().past().profile(last);
    }

    /// Where tasks were off the CPU since the session began, and with which stacks they had left
    /// it: a flame graph of time; `.byTask()`, `.folded()`. Every time is measured.
    ///
    /// @throws LabException no machine was booted, or it is live
    public static OffCpu offCpu() {
        return Lab.vm().past().offCpu();
    }

    /// The same in the last stretch of guest time.
    ///
    /// @throws LabException as [#offCpu()]
    public static OffCpu offCpu(Duration last) {
        return Lab.vm().past().offCpu(last);
    }

    /// What led to the last failure: a scheduler's stall or error exit, a panic, a claim that did not hold, a worker's
    /// death. A second machine goes back to before it and looks; this one stays as it is.
    /// `report().write("folder")` makes a page and files of it, as `%report folder` does.
    ///
    /// @throws LabException nothing has failed, or no machine was booted, or it is live
    public static FailureReport report() {
        return Lab.vm().report();
    }

    /// The same of an instant at which nothing need have failed.
    ///
    /// @param guestTimeNanos as tables show it
    /// @throws LabException as [#report()]; or it has not been yet
    public static FailureReport report(long guestTimeNanos) {
        return Lab.vm().report(guestTimeNanos);
    }

    /// The dump of a sched_ext scheduler that failed somewhere, out of a log that is pasted as a text block. No
    /// machine is needed.
    ///
    /// @param log with or without what dmesg, journalctl or ftrace put before each line
    /// @throws LabException there is no dump in it, or more than one
    public static SchedExtDump dump(String log) {
        return SchedExtDump.of(log);
    }
}
