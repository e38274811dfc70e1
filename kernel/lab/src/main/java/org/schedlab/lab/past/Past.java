package org.schedlab.lab.past;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.time.Moment;
import org.schedlab.lab.time.SessionHistory;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.freeze.TaskField;
import org.schedlab.vm.freeze.Width;
import org.schedlab.vm.machine.Checkpoint;

/// Asks a session about what has already happened in it: a second machine goes through it again from one of its
/// checkpoints, with a watch on it, and has to come to the very state that the session stands in. The session's own
/// machine stays as it is and stands meanwhile.
///
/// As thread-safe as the session, which owns it: questions take turns with its other calls. The same question, asked
/// again before the machine goes on, is answered from memory.
public final class Past {
    /// How many writes an answer has at most; the last ones are kept.
    public static final int MOST_WRITES = 1_000_000;

    private final SessionMachine session;
    private final SessionHistory history;
    private final ConcurrentHashMap<Question, Writes> answers = new ConcurrentHashMap<>();

    private record Question(WatchedField field, long from, long to, int most, String stateHash) {}

    public Past(SessionMachine session, SessionHistory history) {
        this.session = session;
        this.history = history;
    }

    /// All writes to a field since the session began; of a task's field, since the task began.
    ///
    /// @param field of a task, a per-CPU variable, a global or a BPF program's variable: 8 bytes at most
    /// @throws LabException there is no such field; the machine is live; or the thread was interrupted:
    ///     the session is as it was
    public Writes changes(Target field) {
        return asked(field, (guest, found) -> writes(guest, found, 0, Long.MAX_VALUE, MOST_WRITES));
    }

    /// All writes to a field in the last stretch of guest time.
    ///
    /// @throws LabException as [#changes(Target)]; or the time is not above zero
    public Writes changes(Target field, Duration last) {
        if (last.isNegative() || last.isZero()) {
            throw LabException.asked("the last " + last.toNanos() + " ns cannot be looked at")
                    .available("times above zero, such as ms(50)")
                    .exception();
        }
        return asked(
                field,
                (guest, found) ->
                        writes(guest, found, guest.guestTimeNanos() - last.toNanos(), Long.MAX_VALUE, MOST_WRITES));
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

    private interface Answer<T> {
        T of(GuestMachine guest, Located field);
    }

    /// @param since the guest's CLOCK_MONOTONIC from which on the memory is the field's, in ns
    private record Located(WatchedField field, long since) {}

    private <T> T asked(Target field, Answer<T> answer) {
        session.options().requireVirtualTime("ask the past");
        return session.inTurn(guest -> answer.of(guest, located(field)));
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

    private Writes writes(GuestMachine guest, Located found, long from, long to, int most) {
        List<Moment> moments = history.before(guest.given());
        Moment start = moments.stream()
                .filter(each -> each.guestTimeNanos() <= Math.max(from, found.since()))
                .findFirst()
                .orElse(moments.getLast());
        return writes(guest, found, start, from, to, most);
    }

    private Writes writes(GuestMachine guest, Located found, Moment start, long from, long to, int most) {
        long first = Math.max(found.since(), from);
        String stateHash = guest.machine().ramHash();
        Question question = new Question(found.field(), Math.max(first, start.guestTimeNanos()), to, most, stateHash);
        Writes known = answers.get(question);
        if (known == null) {
            known = go(guest, found.field(), start, question);
            answers.put(question, known);
        }
        return known;
    }

    private Writes go(GuestMachine guest, WatchedField field, Moment start, Question question) {
        Checkpoint checkpoint = start.checkpoint();
        if (checkpoint == null || !start.hold()) {
            throw LabException.asked("the past cannot be asked")
                    .found("the checkpoint that leads to it was dropped meanwhile")
                    .remedy("ask again")
                    .exception();
        }
        try (Call call = guest.announcer().begin("who wrote " + field.name())) {
            FieldWatcher watcher =
                    new FieldWatcher(field, guest.memory(), question.from(), question.to(), question.most());
            new Observation(guest, checkpoint, start.given(), watcher.probes(), watcher)
                    .run(question.stateHash(), call);
            call.done(String.format(Locale.ROOT, "%,d writes", watcher.count()));
            return new Writes(
                    field.name(),
                    watcher.writes(),
                    watcher.count(),
                    question.from(),
                    Math.min(question.to(), guest.guestTimeNanos()),
                    session.measuredSince(question.from()).conditions());
        } finally {
            start.release();
        }
    }
}
