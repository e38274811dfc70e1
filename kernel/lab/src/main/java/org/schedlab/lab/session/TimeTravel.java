package org.schedlab.lab.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.guest.work.Worker;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.time.Checkpoints;
import org.schedlab.lab.time.InstantPlace;
import org.schedlab.lab.time.RewoundInstant;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.lab.time.SessionHistory;
import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.machine.Checkpoint;

/// The past of a session, and its futures. As thread-safe as the session, which owns it.
///
/// A notebook's cells are enclosed by [#enterCell] and [#endCell]; outside of a notebook nothing is
/// kept unless [#checkpoint] is called.
public final class TimeTravel {
    private final SessionMachine session;
    private final VmSession itself;
    private final SessionHistory history;
    private volatile int cell;

    TimeTravel(SessionMachine session, VmSession itself, SessionHistory history) {
        this.itself = itself;
        this.session = session;
        this.history = history;
    }

    /// Keeps the present moment under a name, on shared memory, until the session is closed; a
    /// checkpoint that had the name is replaced. The oldest are dropped when there are more than 100
    /// or they take more than 1 GiB, those of cells first; the checkpoint names them.
    ///
    /// The guest has no part in it: no guest time passes, and it goes on as it would have. After a
    /// rewind to this checkpoint, equal calls give equal bits.
    ///
    /// @throws LabException if there is no room for it
    public SessionCheckpoint checkpoint(String name) {
        session.options().requireVirtualTime("make a checkpoint");
        return session.inTurn(guest -> history.checkpoint(guest, name, cell));
    }

    /// Keeps the present moment in a folder that outlives the session, for [VmSession#restore]. It builds on the
    /// checkpoint of the boot in the cache, and goes with it. If the machine is lost, the latest moment that the
    /// session kept is copied there.
    ///
    /// @param folder does not exist yet
    /// @throws LabException if there is no room, the machine is live, or it is lost and no moment was kept
    public void keep(Path folder) {
        session.options().requireVirtualTime("make a checkpoint");
        Path whole = folder.toAbsolutePath();
        boolean _ = session.inTurnAliveOrLost(guest -> {
            if (guest.alive()) {
                Checkpoint _ = guest.checkpoint(whole.toString(), whole);
            } else {
                history.copyLatest(whole);
            }
            return true;
        });
    }

    /// Where the journal of all that the machine was given stood at a checkpoint of this session.
    public Journal.Point given(SessionCheckpoint made) {
        return history.moment(made).given();
    }

    /// All that the machine was given from the end of its boot to where it stands.
    ///
    /// @throws LabException if the machine is live: nothing is noted of it
    public List<Input> given() {
        session.options().requireVirtualTime("tell the journal");
        return session.inTurn(guest ->
                Journal.between(Journal.begin(), guest.machine().journal().present()));
    }

    /// Gives the machine what a cell of a notebook gave to another one from the same state, and keeps the moment as
    /// the end of that cell.
    ///
    /// @param number of the cell
    /// @param inputs in order; see [Journal#between]
    /// @param stateHash where they led then
    /// @throws LabException if they lead to another state: the machine stands there
    public void giveAgain(int number, List<Input> inputs, String stateHash) {
        session.options().requireVirtualTime("go through a journal");
        String arrived = session.inTurn(guest -> {
            guest.give("the journal of cell " + number, inputs);
            itself.schedulers().found(guest);
            return guest.machine().ramHash();
        });
        if (!arrived.equals(stateHash)) {
            throw LabException.asked(String.format(Locale.ROOT, "the journal of cell %d leads elsewhere here", number))
                    .found("the state %s; the notebook says %s".formatted(arrived, stateHash))
                    .remedy("the machine stands there; ./schedlab reproduce looks at each cell")
                    .exception();
        }
        enterCell(number);
        Optional<SessionCheckpoint> _ = endCell();
    }

    /// Notes which notebook cell makes the calls from now on.
    ///
    /// @param number the cell's execution count, 0 outside a notebook
    public void enterCell(int number) {
        cell = number;
    }

    /// Ends a notebook's cell: keeps the present moment, if the cell has moved the machine or has
    /// written to it. The machine goes on in the same way whether there is room for the checkpoint or
    /// not.
    ///
    /// @return that checkpoint; empty if the machine stands where it stood, is gone, or is live
    public Optional<SessionCheckpoint> endCell() {
        if (session.options().isLive()) {
            return Optional.empty();
        }
        return session.inTurnAliveOrLost(guest ->
                // In the middle of a turn no moment can be kept, and whoever has stopped there wants to look around.
                guest.alive() && guest.machine().inTurn().isEmpty()
                        ? history.endOfCell(guest, cell)
                        : Optional.empty());
    }

    /// Brings the machine back to a checkpoint, with its schedulers and workers, also after a panic,
    /// a missed deadline or the death of QEMU. Handles made after the checkpoint, such as
    /// [org.schedlab.lab.workers.Workers], refuse to work from now on. Later checkpoints are kept: a
    /// rewind to one of them undoes this rewind.
    ///
    /// @param name of a checkpoint; or the number of a notebook's cell: the moment in which it ended;
    ///     or empty: the latest one in the present's past
    /// @throws LabException if there is no such checkpoint, naming those that are there; the session
    ///     stays as it is
    public MeasuredAt rewind(String name) {
        session.options().requireVirtualTime("come back to an earlier moment");
        return session.inTurnAliveOrLost(present -> {
            present.requireNotExpired();
            GuestMachine rewound = history.rewind(present, name, cell);
            session.replace(rewound);
            return session.instant();
        });
    }

    /// Brings the machine back to where it sees an instant of the present's past come: an event
    /// of the recorder, a write, the instant at which something began. What was to happen from
    /// there on happens again.
    ///
    /// It stands at the last turn's end before, some 20 µs at most;
    /// [org.schedlab.lab.breakpoints.Breakpoints] lead from there to the very instruction. While
    /// the session did something in the guest, such as starting workers, it stands where that
    /// began. Handles are as after [#rewind(String)].
    ///
    /// @param guestTimeNanos the guest's CLOCK_MONOTONIC, in ns, as tables show it
    /// @throws LabException if it is not in the past of this session; the session stays as it is
    public RewoundInstant rewind(long guestTimeNanos) {
        session.options().requireVirtualTime("come back to an earlier instant");
        return session.inTurnAliveOrLost(present -> {
            present.requireNotExpired();
            InstantPlace place = InstantPlace.of(
                    present, history.beganNanos(), session.recorder().times(), guestTimeNanos);
            session.replace(history.rewind(present, place.before(), place.runUntilNanos()));
            return new RewoundInstant(
                    guestTimeNanos, session.instant(), place.before().command());
        });
    }

    /// The present instant as the start of several futures. Keeps it as the checkpoint `fork`; the
    /// session does not move.
    public Fork fork() {
        session.options().requireVirtualTime("make futures");
        return session.inTurn(guest -> {
            SessionCheckpoint start = history.checkpoint(guest, "fork", cell);
            return new Fork(
                    itself,
                    history.moment(start),
                    start.stateHash(),
                    session.instant(),
                    workersAlive(),
                    itself.schedulers().past());
        });
    }

    /// The workers that the session spawned and that are alive.
    List<Worker> workersAlive() {
        return session.inTurn(
                guest -> session.spawned().among(session.coordinator().tasks()));
    }

    /// The checkpoints that [#rewind] can come back to, oldest first. Waits for nobody.
    public Checkpoints checkpoints() {
        String kernel = session.aliveOrLost().image().release();
        return new Checkpoints(
                history.all(),
                "Linux %s · %s"
                        .formatted(
                                kernel,
                                session.options()
                                        .machineText(session.aliveOrLost().mode())));
    }
}
