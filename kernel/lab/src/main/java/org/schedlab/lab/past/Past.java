package org.schedlab.lab.past;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.time.Moment;
import org.schedlab.lab.time.SessionHistory;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.freeze.TaskField;
import org.schedlab.vm.freeze.Width;
import org.schedlab.vm.trace.Condition;

/// Asks a session about what has already happened in it: a second machine goes through it again from one of its
/// checkpoints, with a watch on it, and has to come to the very state that the session stands in. The session's own
/// machine stays as it is and stands meanwhile.
///
/// As thread-safe as the session, which owns it: questions take turns with its other calls. The same question, asked
/// again before the machine goes on, is answered from memory.
public final class Past {
    /// How many writes an answer has at most; the last ones are kept.
    public static final int MOST_WRITES = 1_000_000;

    private static final long FROM_SAMPLE_TO_SAMPLE = 100_000; // instructions of a CPU: 200 µs

    private final SessionMachine session;
    private final SessionHistory history;
    private final PastRuns runs;

    public Past(SessionMachine session, SessionHistory history) {
        this.session = session;
        this.history = history;
        runs = new PastRuns(session, history);
    }

    /// All writes to a field since the session began; of a task's field, since the task began.
    ///
    /// @param field of a task, a per-CPU variable, a global or a BPF program's variable: 8 bytes at most
    /// @throws LabException there is no such field; the machine is live; or the thread was interrupted:
    ///     the session is as it was
    public Writes changes(Target field) {
        return asked(field, (guest, found) -> writes(guest, found, 0));
    }

    /// All writes to a field in the last stretch of guest time.
    ///
    /// @throws LabException as [#changes(Target)]; or the time is not above zero
    public Writes changes(Target field, Duration last) {
        requirePositive(last);
        return asked(field, (guest, found) -> writes(guest, found, guest.guestTimeNanos() - last.toNanos()));
    }

    /// When a field's value met a condition, since the session began; of a task's field, since
    /// the task began.
    ///
    /// @param test [Condition.Test#ALWAYS] and [Condition.Test#CHANGED] are none that a value can meet
    /// @throws LabException as [#changes(Target)]; or it is no such condition
    public Held when(Target field, Condition.Test test, long operand) {
        if (test == Condition.Test.ALWAYS || test == Condition.Test.CHANGED) {
            throw LabException.asked("%s cannot be asked when".formatted(field.text()))
                    .found("a write happens at an instant, and holds at none")
                    .available("conditions of a value, such as written(field).above(4); changes(field) has every write")
                    .exception();
        }
        return asked(field, (guest, found) -> {
            Writes writes = writes(guest, found, 0);
            WatchedField watched = found.field();
            long atFirst = writes.writes().isEmpty()
                    ? watched.value(guest.memory()
                            .space()
                            .read(watched.address(), watched.type().byteSize()))
                    : writes.writes().getFirst().before();
            return Held.of(
                    watched.name() + " " + test.text() + " " + operand,
                    value -> test.holds(value, operand, watched.type().signed()),
                    atFirst,
                    writes.writes(),
                    writes.count() - writes.writes().size(),
                    writes.stretch());
        });
    }

    /// The last write to a field before now.
    ///
    /// @return empty if nobody has written it since the session began
    /// @throws LabException as [#changes(Target)]
    public Optional<Write> whoWrote(Target field) {
        return asked(field, (guest, found) -> lastWrite(guest, found, Long.MAX_VALUE));
    }

    /// The last write to a field before an instant, such as that of the write before.
    ///
    /// @param guestTimeNanos the guest's CLOCK_MONOTONIC, in ns, as tables show it; that instant itself is left out
    /// @return empty if nobody has written it between the session's beginning and then
    /// @throws LabException as [#changes(Target)]
    public Optional<Write> whoWrote(Target field, long guestTimeNanos) {
        return asked(field, (guest, found) -> lastWrite(guest, found, guestTimeNanos));
    }

    /// All calls of a function since the session began.
    ///
    /// @param function of the kernel, or of a BPF program that is loaded now, such as `enqueue_task_scx`
    /// @throws LabException there is no such function; the machine is live; or the thread was interrupted
    public Calls calls(String function) {
        return calls(function, Optional.empty());
    }

    /// All calls of a function in the last stretch of guest time.
    ///
    /// @throws LabException as [#calls(String)]; or the time is not above zero
    public Calls calls(String function, Duration last) {
        return calls(function, Optional.of(last));
    }

    private Calls calls(String function, Optional<Duration> last) {
        return recent(last, (guest, start, from, stretch) -> {
            CalledFunction found = CalledFunction.of(guest.memory(), function);
            return runs.answer(
                    guest,
                    start,
                    List.of("calls", function, from),
                    "calls of " + function,
                    new CallWatcher(found, from, stretch));
        });
    }

    /// Where the instructions went since the session began.
    ///
    /// @throws LabException the machine is live, or the thread was interrupted
    public Profile profile() {
        return profile(Optional.empty());
    }

    /// Where the instructions of the last stretch of guest time went.
    ///
    /// @throws LabException as [#profile()]; or the time is not above zero
    public Profile profile(Duration last) {
        return profile(Optional.of(last));
    }

    private Profile profile(Optional<Duration> last) {
        return recent(
                last,
                (guest, start, from, stretch) -> runs.answer(
                        guest,
                        start,
                        List.of("profile", from),
                        "where instructions went",
                        new ProfileWatcher(from, FROM_SAMPLE_TO_SAMPLE, stretch)));
    }

    /// Where tasks were off the CPU since the session began, by their stacks.
    ///
    /// @throws LabException the machine is live, or the thread was interrupted
    public OffCpu offCpu() {
        return offCpu(Optional.empty());
    }

    /// The same in the last stretch of guest time.
    ///
    /// @throws LabException as [#offCpu()]; or the time is not above zero
    public OffCpu offCpu(Duration last) {
        return offCpu(Optional.of(last));
    }

    private OffCpu offCpu(Optional<Duration> last) {
        return recent(
                last,
                (guest, start, from, stretch) -> runs.answer(
                        guest,
                        start,
                        List.of("off CPU", from),
                        "where tasks were off the CPU",
                        new OffCpuWatcher(from, stretch)));
    }

    private interface Recent<T> {
        /// @param fromClock QEMU's clock, in ns
        T of(GuestMachine guest, Moment start, long fromClock, Stretch stretch);
    }

    private <T> T recent(Optional<Duration> last, Recent<T> question) {
        session.options().requireVirtualTime("ask the past");
        last.ifPresent(Past::requirePositive);
        return session.inTurn(guest -> {
            guest.machine().given().standsAtInstruction();
            long now = guest.guestTimeNanos();
            long from = last.map(length -> now - length.toNanos()).orElse(0L);
            Moment start = runs.before(guest, from);
            long fromClock = last.map(length -> guest.machine().clockNanos() - length.toNanos())
                    .filter(_ -> from > start.guestTimeNanos())
                    .orElse(0L);
            return question.of(guest, start, fromClock, stretch(Math.max(from, start.guestTimeNanos()), now));
        });
    }

    private static void requirePositive(Duration last) {
        if (last.isNegative() || last.isZero()) {
            throw LabException.asked("the last " + last.toNanos() + " ns cannot be looked at")
                    .available("times above zero, such as ms(50)")
                    .exception();
        }
    }

    private Stretch stretch(long from, long to) {
        return new Stretch(from, to, session.measuredSince(from).conditions());
    }

    private interface Answer<T> {
        T of(GuestMachine guest, Located field);
    }

    /// @param since the guest's CLOCK_MONOTONIC from which on the memory is the field's, in ns
    private record Located(WatchedField field, long since) {}

    private <T> T asked(Target field, Answer<T> answer) {
        session.options().requireVirtualTime("ask the past");
        return session.inTurn(guest -> {
            guest.machine().given().standsAtInstruction();
            return answer.of(guest, located(field));
        });
    }

    private Located located(Target field) {
        WatchedField found = WatchedField.of(session.coordinator().locate(field, Width.natural()));
        long since = field instanceof TaskField of ? session.coordinator().startTimeNanos(of) : 0;
        return new Located(found, since);
    }

    /// Goes back further and further: the last write is seldom far.
    private Optional<Write> lastWrite(GuestMachine guest, Located found, long before) {
        List<Moment> moments = history.before(guest.given());
        for (int back = 1; ; back *= 2) {
            Moment start = moments.get(Math.min(back, moments.size()) - 1);
            Writes seen = writes(guest, found, start, 0, before, 1);
            if (seen.last().isPresent() || back >= moments.size()) {
                return seen.last();
            }
        }
    }

    private Writes writes(GuestMachine guest, Located found, long from) {
        Moment start = runs.before(guest, Math.max(from, found.since()));
        return writes(guest, found, start, from, Long.MAX_VALUE, MOST_WRITES);
    }

    private Writes writes(GuestMachine guest, Located found, Moment start, long from, long to, int most) {
        long first = Math.max(Math.max(found.since(), from), start.guestTimeNanos());
        WatchedField field = found.field();
        return runs.answer(
                guest,
                start,
                List.of(field, first, to, most),
                "who wrote " + field.name(),
                new FieldWatcher(
                        field, guest.memory(), to, most, stretch(first, Math.min(to, guest.guestTimeNanos()))));
    }
}
