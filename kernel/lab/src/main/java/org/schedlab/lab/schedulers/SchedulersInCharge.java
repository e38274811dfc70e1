package org.schedlab.lab.schedulers;

import java.util.Optional;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.ProgramCommands.SchedulerProgram;
import org.schedlab.guest.agent.ProgramStart;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.program.Programs;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.KernelScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerException;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.SchedulerSwitch;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.schedulers.SchedulerEvent.What;
import org.schedlab.vm.LabException;

/// Who is in charge of a guest's CPUs, and how that changes. What the guest has in it is asked of the
/// guest, so a rewind needs no care. Confined to the session's turns.
public final class SchedulersInCharge {
    private final ObjectSchedulers objects;

    public SchedulersInCharge(ObjectSchedulers objects) {
        this.objects = objects;
    }

    /// Puts a scheduler in charge; the files of an executable are in the guest.
    ///
    /// @throws LabException saying why not, and who is in charge instead
    public Attachment attach(GuestMachine guest, Scheduler scheduler) {
        return switch (scheduler) {
            case SchedulerObject object -> attachObject(guest, object);
            case ExecutableScheduler executable -> attachExecutable(guest, executable);
            case KernelScheduler kernel -> {
                Previous _ = takeAway(guest, What.DETACHED);
                yield new Attachment(kernel.name(), "", 0, 0, guest.guestTimeNanos());
            }
        };
    }

    /// Takes whatever is in charge away.
    ///
    /// @throws LabException if nothing was attached
    public SchedulerState detach(GuestMachine guest) {
        if (takeOthersAway(guest, What.DETACHED) instanceof Previous.Nobody) {
            return objects.detach(guest);
        }
        return guest.ask("scheduler state", Agent::schedulerState);
    }

    /// Starts the executable that is in charge, or was last, afresh; empty if it was none.
    public Optional<Attachment> restart(GuestMachine guest) {
        Optional<ProgramStart> latest = objects.latestExecutable();
        Previous _ = takeOthersAway(guest, What.DETACHED);
        return latest.map(start -> {
            try {
                return beginAgain(guest, start, What.RESTARTED);
            } catch (SchedulerExecutable.Failure e) {
                throw e.with(SchedulerSwitch.EEVDF);
            }
        });
    }

    /// Loaded and verified before a BPF object goes, but after any other has gone, which is put back if
    /// this one is refused.
    private Attachment attachObject(GuestMachine guest, SchedulerObject object) {
        Previous previous = takeOthersAway(guest, What.REPLACED);
        boolean replacing = previous.wasInCharge() || objects.present().isPresent();
        try {
            return objects.attach(guest, object, replacing);
        } catch (SchedulerException e) {
            throw previous instanceof Previous.Nobody ? e : e.nowInCharge(putBack(guest, previous));
        }
    }

    private Attachment attachExecutable(GuestMachine guest, ExecutableScheduler executable) {
        Previous previous = takeAway(guest, What.REPLACED);
        long began = guest.guestTimeNanos();
        try {
            Attachment attachment = SchedulerExecutable.begin(guest, executable);
            What what = previous.wasInCharge() ? What.REPLACING : What.ATTACHED;
            objects.came(guest, what, Programs.schedulerStart(executable.program()), attachment, began);
            return attachment;
        } catch (SchedulerExecutable.Failure e) {
            String settings = String.join(" ", executable.program().arguments());
            objects.refused(guest, executable.name(), settings, e, e.end());
            throw e.with(putBack(guest, previous));
        }
    }

    private Attachment beginAgain(GuestMachine guest, ProgramStart start, What what) {
        long began = guest.guestTimeNanos();
        try {
            Attachment attachment = SchedulerExecutable.beginAgain(guest, start);
            objects.came(guest, what, start, attachment, began);
            return attachment;
        } catch (SchedulerExecutable.Failure e) {
            String settings = String.join(" ", start.arguments());
            objects.refused(guest, SchedulerExecutable.name(start), settings, e, e.end());
            throw e;
        }
    }

    /// What was in charge before.
    private sealed interface Previous {
        /// Whether it was until now.
        default boolean wasInCharge() {
            return switch (this) {
                case Nobody _ -> false;
                case Executable(ProgramStart _, boolean inCharge) -> inCharge;
                case Own _, Unasked _ -> true;
            };
        }

        record Nobody() implements Previous {}

        record Own(SchedulerObject scheduler) implements Previous {}

        /// @param inCharge whether it was, or only its program still ran
        record Executable(ProgramStart start, boolean inCharge) implements Previous {}

        /// One that a program of the guest had attached without the session.
        record Unasked() implements Previous {}
    }

    private Previous takeAway(GuestMachine guest, What what) {
        Previous other = takeOthersAway(guest, what);
        if (!(other instanceof Previous.Nobody)) {
            return other;
        }
        SchedulerState state = guest.ask("scheduler state", Agent::schedulerState);
        if (!state.byAgent()) {
            return other;
        }
        Optional<Previous> object = objects.present().map(Previous.Own::new);
        objects.detach(guest);
        return object.orElse(other);
    }

    /// Ends an executable that is in charge or whose program still runs, and a scheduler that nobody
    /// asked for.
    private Previous takeOthersAway(GuestMachine guest, What what) {
        boolean present = objects.othersPresent();
        Optional<SchedulerProgram> program = program(guest);
        if (program.isPresent()) {
            boolean its = present && objects.latestExecutable().isPresent();
            SchedulerExecutable.End end = SchedulerExecutable.end(guest, program.get());
            objects.went(guest, what, "its program " + end.words(), end.bySysRq());
            return new Previous.Executable(program.get().start(), its);
        }
        if (!present) {
            return new Previous.Nobody();
        }
        SchedulerExecutable.press(guest, "a program of the guest");
        objects.went(guest, what, "its program was left alone", true);
        return new Previous.Unasked();
    }

    /// Says who is in charge now.
    private String putBack(GuestMachine guest, Previous previous) {
        try {
            return switch (previous) {
                case Previous.Nobody _ -> SchedulerSwitch.EEVDF;
                case Previous.Unasked _ -> SchedulerSwitch.EEVDF;
                case Previous.Own(SchedulerObject scheduler) -> {
                    objects.attach(guest, scheduler, false);
                    yield scheduler.name() + " was attached again and starts afresh";
                }
                case Previous.Executable(ProgramStart start, boolean inCharge) -> {
                    if (!inCharge) {
                        yield SchedulerSwitch.EEVDF;
                    }
                    beginAgain(guest, start, What.ATTACHED);
                    yield start.path() + " was started again and is in charge";
                }
            };
        } catch (LabException e) {
            guest.requireAlive();
            return SchedulerSwitch.EEVDF + ", because the one before could not be put back: " + e.getMessage();
        }
    }

    /// The executable that is in charge, or was to be and still runs.
    private static Optional<SchedulerProgram> program(GuestMachine guest) {
        return guest.ask(
                "scheduler's program",
                agent -> agent.programs()
                        .scheduler()
                        .filter(program -> program.state().running() || leftBehind(agent.schedulerState())));
    }

    /// Whether the kernel has a scheduler that the agent did not attach.
    private static boolean leftBehind(SchedulerState state) {
        return state.enabled() && !state.byAgent();
    }
}
