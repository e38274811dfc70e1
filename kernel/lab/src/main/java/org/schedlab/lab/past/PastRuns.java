package org.schedlab.lab.past;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.time.Moment;
import org.schedlab.lab.time.SessionHistory;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.Checkpoint;

/// Goes through a session's past again for a question, and keeps the answers that were asked for last. Used in the
/// session's turns.
final class PastRuns {
    /// An answer may hold millions of calls or changes.
    private static final int MOST_ANSWERS = 32;

    private final SessionMachine session;
    private final SessionHistory history;
    private final Map<Asked, Object> answers = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Object> eldest) {
            return size() > MOST_ANSWERS;
        }
    });

    /// Something that was asked before: the journal leads to the state, so the answer is the same.
    private record Asked(Object question, String stateHash) {}

    /// Watches, and then has the answer.
    abstract static class Questioner<A> extends Observation.Watcher {
        abstract A answer();

        /// What came of it, in a few words.
        abstract String told();
    }

    PastRuns(SessionMachine session, SessionHistory history) {
        this.session = session;
        this.history = history;
    }

    /// The last stored moment from which on all of a stretch of time is still to come.
    ///
    /// @param guestNanos the guest's CLOCK_MONOTONIC where it begins, in ns
    Moment before(GuestMachine guest, long guestNanos) {
        var moments = history.before(guest.given());
        return moments.stream()
                .filter(each -> each.guestTimeNanos() <= guestNanos)
                .findFirst()
                .orElse(moments.getLast());
    }

    /// The answer to a question.
    ///
    /// @param question equal to that of the same question asked before
    /// @param doing what is being done, for progress, such as `who wrote x`
    /// @throws LabException the second run did not come to the same state, or the thread was interrupted
    @SuppressWarnings("unchecked") // equal questions have answers of one type
    <A> A answer(GuestMachine guest, Moment start, Object question, String doing, Questioner<A> questioner) {
        Asked asked = new Asked(question, guest.machine().ramHash());
        Object known = answers.get(asked);
        if (known == null) {
            known = go(guest, start, asked.stateHash(), doing, questioner);
            answers.put(asked, known);
        }
        return (A) known;
    }

    private <A> A go(GuestMachine guest, Moment start, String stateHash, String doing, Questioner<A> questioner) {
        Checkpoint checkpoint = start.checkpoint();
        if (checkpoint == null || !start.hold()) {
            throw LabException.asked("the past cannot be asked")
                    .found("the checkpoint that leads to it was dropped meanwhile")
                    .remedy("ask again")
                    .exception();
        }
        try (Call call = guest.announcer().begin(doing)) {
            new Observation(guest, checkpoint, start.given(), session.recorder().times(), questioner)
                    .run(stateHash, call);
            call.done(questioner.told());
            return questioner.answer();
        } finally {
            start.release();
        }
    }
}
